import type { KnativeSettings } from '../../runs/schema/policy.ts';
import { boundReason } from './bound-reason.ts';
import type { Decision } from './hpa/decision.ts';
import { decideReplicas, type Panic } from './knative/decide.ts';
import { heldReason, proposalsOf } from './knative/explain.ts';
import { type Sample, windowMean } from './knative/window.ts';
import { type Dated, rollingHighest, slackSeconds, youngerThan } from './past.ts';
import type { Observation, Policy } from './policy.ts';
import { boundsOf, clampReplicas } from './replicas.ts';

type KnativeState = {
  /** Before the first tick there are no samples, and whether the autoscaler starts in panic is not known. */
  readonly isStarted: boolean;
  readonly samples: readonly Sample[];
  readonly panic: Panic | undefined;
  /** Decisions of the last scale-down delay, as far as they still matter. */
  readonly decisions: readonly Dated[];
  /** Since when zero replicas are wanted. */
  readonly zeroSinceSeconds: number | undefined;
};

/** The metric of all replicas and of the activator, which holds the requests that no replica takes. */
const metricOf = (observation: Observation, settings: KnativeSettings): number =>
  settings.metric === 'concurrency'
    ? observation.meanBusySlots + observation.meanQueuedRequests
    : observation.arrivals / settings.tickSeconds;

/** At zero, with nothing held in the activator, there is nothing to scrape. */
const withNewSample = (
  state: KnativeState,
  observation: Observation,
  settings: KnativeSettings,
): readonly Sample[] => {
  const { atSeconds, readyReplicas, pendingReplicas } = observation;
  // One window more than the mean looks at, because a gap is measured from the sample before it.
  const kept = youngerThan(state.samples, atSeconds, 2 * settings.stableWindowSeconds);
  const value = metricOf(observation, settings);
  return readyReplicas + pendingReplicas === 0 && value === 0 ? kept : [...kept, { atSeconds, value }];
};

/** An autoscaler that starts beside several ready replicas starts in panic, so as to keep them until it knows more. */
const initialPanic = ({ atSeconds, readyReplicas }: Observation): Panic | undefined =>
  readyReplicas > 1 ? { sinceSeconds: atSeconds, peakReplicas: readyReplicas } : undefined;

/** The last replica stays for the grace period after zero is first wanted. */
const withGrace = (
  wanted: number,
  state: KnativeState,
  options: { readonly observation: Observation; readonly graceSeconds: number },
): Pick<KnativeState, 'zeroSinceSeconds'> & { readonly desiredReplicas: number } => {
  const { atSeconds, desiredReplicas } = options.observation;
  if (wanted > 0) return { zeroSinceSeconds: undefined, desiredReplicas: wanted };
  const zeroSinceSeconds = state.zeroSinceSeconds ?? atSeconds;
  const isOver = atSeconds - zeroSinceSeconds >= options.graceSeconds - slackSeconds;
  return { zeroSinceSeconds, desiredReplicas: isOver || desiredReplicas === 0 ? 0 : 1 };
};

/** `undefined` without a sample in the stable window: a service at zero that nobody asks for. */
const meansOf = (
  samples: readonly Sample[],
  nowSeconds: number,
  { stableWindowSeconds, panicWindowShare, tickSeconds }: KnativeSettings,
): { readonly stableMean: number; readonly panicMean: number } | undefined => {
  const meanOver = (windowSeconds: number): number | undefined =>
    windowMean(samples, { nowSeconds, windowSeconds, tickSeconds });
  const stableMean = meanOver(stableWindowSeconds);
  const panicWindowSeconds = Math.max(1, Math.round(stableWindowSeconds * panicWindowShare));
  return stableMean === undefined ? undefined : { stableMean, panicMean: meanOver(panicWindowSeconds) ?? 0 };
};

/** One tick: what was measured, what it asks for, and what delay and bounds leave of it; undefined: nothing to decide on. */
const tick = (state: KnativeState, observation: Observation, settings: KnativeSettings) => {
  const { atSeconds, readyReplicas } = observation;
  const samples = withNewSample(state, observation, settings);
  const means = meansOf(samples, atSeconds, settings);
  if (means === undefined) return { samples, decided: undefined };
  const panic = state.isStarted ? state.panic : initialPanic(observation);
  const decision = decideReplicas(panic, { atSeconds, readyReplicas, ...means }, settings);
  const newest = { atSeconds, replicas: decision.desiredReplicas };
  const decisions = rollingHighest(state.decisions, newest, settings.scaleDownDelaySeconds);
  return { samples, decided: { means, decision, decisions } };
};

const explainTick = (state: KnativeState, observation: Observation, settings: KnativeSettings): Decision => {
  const { decided } = tick(state, observation, settings);
  if (decided === undefined) return { reason: 'InvalidMetrics', recommendation: undefined, proposals: [] };
  const { means, decision, decisions } = decided;
  const { proposals, recommendation } = proposalsOf({ ...observation, ...means }, settings);
  const delayed = decisions[0].replicas;
  const isHeld = delayed > decision.desiredReplicas || decision.desiredReplicas > recommendation;
  const isSlowed = decision.desiredReplicas < recommendation;
  const reason =
    boundReason(delayed, boundsOf(settings)) ??
    (isHeld
      ? heldReason(decision, observation.readyReplicas, settings)
      : isSlowed
        ? 'PolicyLimited'
        : 'AsProposed');
  return { reason, recommendation, proposals };
};

/**
 * Knative Pod Autoscaler: each tick averages the metric over a stable and a short panic window
 * (`knative/window.ts`), decides (`knative/decide.ts`), then applies scale-down delay, bounds and the grace period
 * before zero. One sample for each tick stands for Knative's buckets of one second.
 *
 * Left out: the extra tick that the activator triggers for a request at zero (it saves up to one tick), and the
 * shortcut that skips the grace period while the activator is in the path.
 * Sources: https://knative.dev/docs/serving/autoscaling/ and https://github.com/knative/serving
 * (config/core/configmaps/autoscaler.yaml, pkg/autoscaler, pkg/reconciler/autoscaling/kpa/scaler.go)
 */
export const knativePolicy: Policy<KnativeState, KnativeSettings> = {
  kind: 'knative',
  needsPods: false,
  intervalSeconds: (settings) => settings.tickSeconds,
  initialReplicas: (settings) => settings.minReplicas,
  initialState: () => ({
    isStarted: false,
    samples: [],
    panic: undefined,
    decisions: [],
    zeroSinceSeconds: undefined,
  }),
  explain: explainTick,
  step: (state, observation, settings) => {
    const { samples, decided } = tick(state, observation, settings);
    const before = { ...state, isStarted: true, samples };
    const bounds = boundsOf(settings);
    if (decided === undefined)
      return { state: before, desiredReplicas: clampReplicas(observation.desiredReplicas, bounds) };
    const { decision, decisions } = decided;
    const wanted = clampReplicas(decisions[0].replicas, bounds);
    const graceSeconds = settings.scaleToZeroGraceSeconds;
    const { zeroSinceSeconds, desiredReplicas } = withGrace(wanted, state, { observation, graceSeconds });
    return { state: { ...before, panic: decision.state, decisions, zeroSinceSeconds }, desiredReplicas };
  },
};
