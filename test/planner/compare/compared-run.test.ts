import { expect, it } from 'vitest';
import { comparedRunOf } from '../../../planner/compare/compared-run.ts';
import { spikeRun } from '../../builders/spike-run.ts';

it('a compared run tells whether its contents are known', () => {
  const contents = { script: null, payloads: ['a'] };
  expect(comparedRunOf({ ...spikeRun, contents }, 'base').hasContents).toBe(true);
  expect(comparedRunOf(spikeRun, 'base').hasContents).toBe(false);
});

it('a compared run has the kind of its autoscaler where it was read or stated, not where a platform documents it', () => {
  const { config } = spikeRun;
  const kindOf = (change: Partial<typeof config>) =>
    comparedRunOf({ ...spikeRun, config: { ...config, ...change } }, 'base').autoscaler;
  for (const autoscalerFrom of ['live', 'config'] as const)
    expect(kindOf({ autoscalerFrom })).toBe(config.autoscaler!.kind);
  expect(kindOf({ autoscalerFrom: 'default' })).toBeNull();
  expect(kindOf({ autoscaler: null })).toBeNull();
});
