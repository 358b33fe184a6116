import { expect, it } from 'vitest';
import { replayLoad } from '../../../planner/calibrate/replay.ts';
import { recordedReplicas } from '../../../planner/calibrate/router/recorded-replicas.ts';
import type { Stepper } from '../../../planner/policies/index.ts';
import { recordedOf } from '../../../planner/timeline/recording.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { buildModel, noLimits } from '../../builders/model.ts';
import { recordSpike } from '../../builders/recording.ts';

const recorded = recordedOf(
  recordSpike({
    policy: policySettingsSchema.parse({ kind: 'azureml-v2', minReplicas: 3, maxReplicas: 30 }),
  }),
);

const replayUnder = (policy: Stepper): readonly number[] =>
  replayLoad(recorded, {
    service: { kind: 'empirical', quantilesMs: [100, 200] },
    isEven: false,
    router: buildModel({ router: noLimits }).router,
    policy,
    nextLagSeconds: () => 0,
    replay: 0,
  }).desired;

/** Asks for one replica more with each step. */
const rising = (desiredReplicas: number, intervalSeconds: number): Stepper => ({
  kind: 'rising',
  needsPods: false,
  intervalSeconds,
  desiredReplicas,
  next: () => rising(desiredReplicas + 1, intervalSeconds),
});

it('tells what is wanted at the end of each second, before a step at that moment', () => {
  const desired = replayUnder(rising(1, 0.5));
  expect(desired).toHaveLength(recorded.timeline.seconds);
  // Steps at 0.5 s; 1 and 1.5 s; 2 and 2.5 s.
  expect(desired.slice(0, 3)).toEqual([2, 4, 6]);
});

it('tells what was wanted before the first change', () => {
  expect(replayUnder(rising(3, 1000)).every((replicas) => replicas === 3)).toBe(true);
});

it('shows nothing to the recorded replicas, which come and go whatever there is to see', () => {
  const blind = (policy: Stepper): Stepper => ({
    ...policy,
    next: () => {
      throw new Error('it was shown something');
    },
    nextUnseen: () => blind(policy.nextUnseen!()),
  });
  const desired = replayUnder(blind(recordedReplicas(recorded)));
  expect(desired).toEqual(recorded.timeline.cluster.ready);
});
