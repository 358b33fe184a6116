import { describe, expect, it } from 'vitest';
import { correlationsOf } from '../../../planner/result/correlations.ts';
import { recordedOf } from '../../../planner/timeline/recording.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { recordSpike } from '../../builders/recording.ts';

const { run, timeline } = recordedOf(
  recordSpike({ policy: policySettingsSchema.parse({ kind: 'fixed', replicas: 6 }) }),
);

describe('correlationsOf', () => {
  it('compares what the platform answers under overload, by whichever code', () => {
    const { '503': rejected, ...others } = timeline.load.outcomes;
    const asTooMany = { ...timeline, load: { ...timeline.load, outcomes: { ...others, '429': rejected! } } };
    const compared = correlationsOf(asTooMany, run.config, 200).map(({ outcome }) => outcome);
    expect(new Set(compared)).toEqual(new Set(['429']));
  });

  it('leaves out failures of the model, which no load explains', () => {
    const failures = timeline.load.requests.map(() => 1);
    const failing = {
      ...timeline,
      load: { ...timeline.load, outcomes: { ...timeline.load.outcomes, '500': failures, '502': failures } },
    };
    const compared = correlationsOf(failing, run.config, 200).map(({ outcome }) => outcome);
    expect(new Set(compared)).toEqual(new Set(['503']));
  });
});
