import { describe, expect, it } from 'vitest';
import { findingText } from '../../../reports/words/causes.ts';
import { causeKinds, type Finding } from '../../../runs/schema/result.ts';
import { spikeResult } from '../../builders/result.ts';
import { unknownClusterResult } from '../../builders/result-variants.ts';

const finding = (change: Partial<Finding> = {}): Finding => ({
  cause: 'replicasStarting',
  outcomes: ['503'],
  requests: 1200,
  seconds: [21, 22],
  evidence: [],
  ...change,
});

describe('findingText', () => {
  it('tells how many requests, in how long, and why, with the numbers of the run', () => {
    const { sentence, remedy } = findingText(finding(), spikeResult());
    expect(sentence).toBe(
      '1,200 × 503 in 2 seconds: new replicas had been asked for and were still starting (start-up lag 8.4 s).',
    );
    expect(remedy).toMatch(/^raise min_instances: /);
  });

  it('counts one as one', () => {
    const { sentence } = findingText(finding({ seconds: [21], outcomes: ['502', '500'] }), spikeResult());
    expect(sentence).toMatch(/^1,200 × 502 and 500 in 1 second: /);
  });

  it('calls a bound what the platform calls it', () => {
    expect(findingText(finding({ cause: 'atMaxReplicas' }), spikeResult())).toMatchObject({
      sentence: '1,200 × 503 in 2 seconds: the 12 replicas that the settings allow were ready and busy.',
      remedy: 'raise max_instances',
    });
    expect(findingText(finding(), unknownClusterResult()).remedy).toMatch(/^raise the minimum of replicas: /);
  });

  it.each(causeKinds)('has words and a remedy for %s, whatever is unknown', (cause) => {
    for (const result of [spikeResult(), unknownClusterResult()]) {
      const { title, sentence, remedy } = findingText(finding({ cause }), result);
      for (const text of [title, sentence, remedy]) expect(text).not.toMatch(/undefined|NaN|null|^$| {2}/);
    }
  });
});
