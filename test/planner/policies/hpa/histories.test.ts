import { describe, expect, it } from 'vitest';
import { hpaPolicy } from '../../../../planner/policies/hpa.ts';
import { observe } from '../observe.ts';
import { type History, histories, podsOf, settingsAt } from './histories.ts';

/** Every sync of a history, stepped with what the real controller saw. */
const replay = (history: History) => {
  let state = hpaPolicy.initialState(settingsAt(history, 0));
  return history.syncs.map((sync) => {
    const { atSeconds, currentReplicas } = sync;
    const pods = podsOf(sync, history.requestMilliCpu);
    const settings = settingsAt(history, atSeconds);
    const step = hpaPolicy.step(
      state,
      observe({ atSeconds, desiredReplicas: currentReplicas, pods }),
      settings,
    );
    state = step.state;
    return { sync, settings, decision: step.decision!, desired: step.desiredReplicas };
  });
};

it('has 406 syncs to agree with', () => {
  expect(histories.flatMap(({ syncs }) => syncs)).toHaveLength(406);
});

it.each(histories)('asks for what a real HPA asked for at every sync: $name, $title', (history) => {
  const steps = replay(history);
  expect(
    steps.map(({ sync, decision, desired }) => [sync.atSeconds, decision.recommendation ?? null, desired]),
  ).toEqual(history.syncs.map((sync) => [sync.atSeconds, sync.realRecommendation, sync.realDesired]));
});

describe('the reason of a sync', () => {
  const steps = histories.flatMap(replay);
  const reasonsWhere = (holds: (step: (typeof steps)[number]) => boolean): string[] =>
    [...new Set(steps.filter(holds).map(({ decision }) => decision.reason))].sort();

  it('tells why there was no recommendation: off, outside the bounds, or no usable sample', () => {
    expect(reasonsWhere(({ sync }) => sync.currentReplicas === 0)).toEqual(['ScalingDisabled']);
    const isOutside = ({ sync, settings }: (typeof steps)[number]): boolean =>
      sync.currentReplicas > settings.maxReplicas || sync.currentReplicas < settings.minReplicas;
    expect(reasonsWhere((step) => step.sync.currentReplicas > 0 && isOutside(step))).toEqual([
      'ReplicaLimit',
    ]);
    expect(reasonsWhere(({ sync }) => sync.realRecommendation === null)).toEqual([
      'InvalidMetrics',
      'ReplicaLimit',
      'ScalingDisabled',
    ]);
  });

  it('names the metrics alone where their answer was followed', () => {
    const isFollowed = ({ sync }: (typeof steps)[number]): boolean =>
      sync.realRecommendation === sync.realDesired;
    expect(reasonsWhere(isFollowed)).toEqual(['AsProposed', 'Dampened', 'WithinTolerance']);
  });

  it('names what stood in the way where it was not', () => {
    const isHeld = ({ sync }: (typeof steps)[number]): boolean =>
      sync.realRecommendation !== null && sync.realRecommendation !== sync.realDesired;
    expect(reasonsWhere(isHeld)).toEqual(['AtMax', 'PolicyLimited', 'Stabilized']);
    const atMax = steps.filter(({ decision }) => decision.reason === 'AtMax');
    expect(atMax.map(({ sync }) => sync.realDesired)).toEqual(
      atMax.map(({ settings }) => settings.maxReplicas),
    );
  });

  it('tells a ratio within the tolerance from one that pods without a sample brought there', () => {
    const ratiosOf = (reason: string): number[] =>
      steps
        .filter(({ decision }) => decision.reason === reason)
        .map(({ decision }) => decision.proposals[0]!.ratio!);
    expect(ratiosOf('WithinTolerance').every((ratio) => ratio >= 1 - 0.1 && ratio <= 1 + 0.1)).toBe(true);
    expect(ratiosOf('Dampened').every((ratio) => ratio < 1 - 0.1 || ratio > 1 + 0.1)).toBe(true);
  });
});
