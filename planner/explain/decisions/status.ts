import type { AutoscalerLine } from '../../../runs/schema/cluster-series.ts';
import type { DecisionWord } from '../../../runs/schema/result/decisions.ts';

/** What the status of an HPA says of its last look. */
export type Told = {
  /** null: it says that the HPA can't act, which is none of the words. undefined: nothing limited it. */
  readonly reason: DecisionWord | null | undefined;
  /** Reason and message, where they say more than that all is well. */
  readonly said: string | null;
};

/**
 * Reasons of the conditions of autoscaling/v2, as the word for it.
 * Source: kubernetes/kubernetes 1.36, pkg/controller/podautoscaler/horizontal.go
 */
const limits: Readonly<Record<string, DecisionWord>> = {
  TooManyReplicas: 'AtMax',
  TooFewReplicas: 'AtMin',
  ScaleUpLimit: 'PolicyLimited',
  ScaleDownLimit: 'PolicyLimited',
};
const windows: Readonly<Record<string, DecisionWord>> = {
  ScaleUpStabilized: 'Stabilized',
  ScaleDownStabilized: 'Stabilized',
};

type Condition = AutoscalerLine['conditions'][number];

const wordsOf = ({ reason, message }: Condition): string =>
  message === '' ? reason : `${reason}: ${message}`;

/**
 * The conditions of an HPA in the words of a decision. Where several hold, the last one of its pipeline counts: bound or
 * policy, then window. Within a tolerance there is no condition.
 *
 * @returns undefined where there is none yet
 */
export const toldBy = (conditions: AutoscalerLine['conditions']): Told | undefined => {
  if (conditions.length === 0) return undefined;
  const of = (type: string): Condition | undefined => conditions.find((one) => one.type === type);
  const [active, able, limited] = [of('ScalingActive'), of('AbleToScale'), of('ScalingLimited')];
  if (able?.status === 'False') return { reason: null, said: wordsOf(able) };
  if (active?.status === 'False') {
    const reason = active.reason === 'ScalingDisabled' ? 'ScalingDisabled' : 'InvalidMetrics';
    return { reason, said: wordsOf(active) };
  }
  const bound = limited?.status === 'True' ? limits[limited.reason] : undefined;
  if (bound !== undefined) return { reason: bound, said: wordsOf(limited!) };
  const window = able && windows[able.reason];
  return window === undefined ? { reason: undefined, said: null } : { reason: window, said: wordsOf(able!) };
};
