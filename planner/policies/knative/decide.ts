import type { KnativeSettings } from '../../../runs/schema/policy.ts';
import { knative } from '../../platforms/knative.ts';
import type { Step } from '../policy.ts';
import { roundUp } from '../replicas.ts';

/** Panic mode: since when the load was last over the threshold, and the most replicas asked for in it. */
export type Panic = { readonly sinceSeconds: number; readonly peakReplicas: number };

/** What one replica is to have of the metric: the target that Knative works with. */
export const effectiveTarget = ({
  target,
  targetUtilization,
}: Pick<KnativeSettings, 'target' | 'targetUtilization'>): number =>
  Math.max(smallestTarget, target * targetUtilization);

/** The smallest target that Knative works with, whatever target and utilization multiply to. */
const smallestTarget = knative.knobs.target.range.min;

/**
 * The Knative Pod Autoscaler's decision at one tick, from the metric's means over the stable and the panic window.
 *
 * Both means ask for ceil(mean / (target x utilization)), within [floor(ready / down rate), ceil(ready x up rate)].
 * If the panic window asks for `panicThreshold` times the ready replicas, panic begins: the larger of both answers
 * counts and nothing is removed, until the load has stayed below the threshold for a stable window.
 * Source: https://github.com/knative/serving/blob/main/pkg/autoscaler/scaling/autoscaler.go
 *
 * @param panic `undefined` outside panic mode
 */
export const decideReplicas = (
  panic: Panic | undefined,
  seen: {
    readonly atSeconds: number;
    readonly readyReplicas: number;
    readonly stableMean: number;
    readonly panicMean: number;
  },
  settings: KnativeSettings,
): Step<Panic | undefined> => {
  const target = effectiveTarget(settings);
  const ready = Math.max(1, seen.readyReplicas);
  const most = Math.ceil(ready * settings.maxScaleUpRate);
  const least = Math.floor(ready / settings.maxScaleDownRate);
  const limited = (replicas: number): number => Math.min(most, Math.max(least, replicas));
  const panicReplicas = roundUp(seen.panicMean / target);
  const stable = limited(roundUp(seen.stableMean / target));

  const isOver = panicReplicas / ready >= settings.panicThreshold;
  const hasCalmed = panic !== undefined && seen.atSeconds - panic.sinceSeconds > settings.stableWindowSeconds;
  if (!isOver && (panic === undefined || hasCalmed)) return { state: undefined, desiredReplicas: stable };

  const peakReplicas = Math.max(panic?.peakReplicas ?? 0, stable, limited(panicReplicas));
  const sinceSeconds = isOver || panic === undefined ? seen.atSeconds : panic.sinceSeconds;
  return { state: { sinceSeconds, peakReplicas }, desiredReplicas: peakReplicas };
};
