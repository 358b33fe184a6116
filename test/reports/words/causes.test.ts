import { describe, expect, it } from 'vitest';
import { standingTitle } from '../../../reports/words/causes/causes.ts';
import { factText } from '../../../reports/words/causes/facts.ts';
import { findingText } from '../../../reports/words/causes/finding.ts';
import { causeKinds, factCodes, missingEvidence, remedyCodes } from '../../../runs/schema/result/findings.ts';
import { findingWith as finding, requestsFact } from '../../builders/finding.ts';
import { spikeResult } from '../../builders/result.ts';
import { unknownClusterResult } from '../../builders/result-variants.ts';

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
    expect(
      findingText(finding({ cause: 'atMaxReplicas', remedies: ['raiseMax'] }), spikeResult()),
    ).toMatchObject({
      sentence: '1,200 × 503 in 2 seconds: the 12 replicas that the settings allow were ready and busy.',
      remedy: 'raise max_instances',
    });
    expect(findingText(finding(), unknownClusterResult()).remedy).toMatch(/^raise the minimum of replicas: /);
  });

  it('takes the limit of the config for no timeout of a script', () => {
    const result = unknownClusterResult();
    const gaveUp = finding({
      cause: 'clientTimeout',
      outcomes: ['timeout'],
      remedies: ['raiseClientTimeout'],
    });
    expect(findingText(gaveUp, result).sentence).toContain('no answer within the 5 s that the client waits');
    const run = { ...result.run, config: { ...result.run.config, script: 'slow.js' } };
    const client = {
      layer: 'client',
      ms: 502,
      from: 'observed',
      name: null,
      cut: 28,
      shouldBeMs: null,
    } as const;
    const timeoutChain = { links: [client], cutOffs: [], faults: [], slowestOkMs: null };
    const { sentence, remedy } = findingText(gaveUp, { ...result, run, timeoutChain });
    expect(sentence).toContain('no answer within about 502 ms, which is how long the script waits');
    expect(remedy).toMatch(/^let the script wait longer/);
    expect(`${sentence}${remedy}`).not.toContain('target.requestTimeoutMs');
  });

  it('says of a 200 that a script did not expect that it may be a WebSocket which was not opened', () => {
    const of = (outcome: string) =>
      findingText(finding({ cause: 'notExpected', outcomes: [outcome] }), spikeResult()).sentence;
    expect(of('200 unexpected')).toContain('the handshake of a WebSocket that the server did not open');
    expect(of('204 unexpected')).not.toContain('WebSocket');
  });

  it('says that run() raised something only where a server says so that knows', () => {
    const saying = (code: 'answers' | 'headers', quote: string): string => {
      const evidence = [requestsFact({ code, quotes: [quote] })];
      return findingText(finding({ cause: 'modelCrashed', evidence }), unknownClusterResult()).sentence;
    };
    expect(saying('headers', 'x-ms-run-function-failed: True')).toContain(': run() raised an exception (');
    expect(saying('answers', '{"error":"KeyError: 1"}')).toContain(
      ': the answer’s text names an exception (',
    );
    expect(saying('headers', 'server: uvicorn')).toContain(
      ': its own server answered 503, as for an exception',
    );
    const { remedy } = findingText(finding({ remedies: ['fixRun'] }), unknownClusterResult());
    expect(remedy).toBe('look at the log of the service for what was raised');
  });

  it.each(causeKinds)('has words and a remedy for %s, whatever is unknown', (cause) => {
    for (const result of [spikeResult(), unknownClusterResult()]) {
      const { title, sentence, remedy } = findingText(finding({ cause }), result);
      for (const text of [title, sentence, remedy]) expect(text).not.toMatch(/undefined|NaN|null|^$| {2}/);
    }
  });
});

describe('the words of remedies and measurements', () => {
  it.each(remedyCodes)('has words for the remedy %s, whatever is unknown', (code) => {
    for (const result of [spikeResult(), unknownClusterResult()])
      expect(findingText(finding({ remedies: [code] }), result).remedy).not.toMatch(/undefined|null|^$| {2}/);
  });

  it.each(missingEvidence)('says what would show it: %s', (code) => {
    const { remedy } = findingText(
      finding({ cause: 'cantTell', remedies: [], wouldTell: [code] }),
      spikeResult(),
    );
    expect(remedy).toMatch(/^what would show it: \S/);
  });

  it.each(factCodes)('has words for the measurement %s', (code) => {
    const bare = factText(requestsFact({ code }));
    const full = factText(requestsFact({ code, objects: ['Pod score-1'], quotes: ['said so'] }));
    for (const text of [bare, full]) expect(text).not.toMatch(/undefined|null|NaN|,\s*[,(]/);
    expect(bare).toMatch(/\(load\.ndjson 0:21–0:22, n = 1200\)$/);
  });

  it('tells a killed container with its pod, its reason and its code', () => {
    const fact = requestsFact({
      code: 'terminated',
      file: 'cluster.ndjson',
      fromSecond: 8,
      toSecond: 12,
      n: 1,
      objects: ['Pod score-2'],
      numbers: { exitCode: 137, restarts: 1 },
      quotes: ['OOMKilled'],
    });
    expect(factText(fact)).toBe(
      'Pod score-2: container ended, “OOMKilled”, exit code 137, 1 restart (cluster.ndjson 0:08–0:12, n = 1)',
    );
  });
});

it('claims of one moment no replica that had been ready', () => {
  expect(standingTitle('replicaRestarted')).toBe('a replica was restarted');
  expect(standingTitle('unschedulable')).toBe('no node could take new replicas');
});
