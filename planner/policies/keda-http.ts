import type { KedaHttpSettings } from '../../runs/schema/policy.ts';
import type { Decision, DecisionReason } from './hpa/decision.ts';
import { type ScaleState, scaleInitialState, scaleWithin } from './hpa/scale.ts';
import { proposeFromAverage } from './hpa/service-proposal.ts';
import { tolerancesOf } from './hpa/tolerance.ts';
import { slackSeconds } from './past.ts';
import type { Observation, Policy, Step } from './policy.ts';
import { clampReplicas, roundUp } from './replicas.ts';

type KedaHttpState = {
  /** Arrivals of each step of the rate window, oldest first. */
  readonly arrivals: readonly number[];
  /** When the metric was last above the activation value. */
  readonly lastActiveSeconds: number;
  /** Whole sync periods that have passed: the HPA runs when the next one is complete. */
  readonly syncs: number;
  readonly hpa: ScaleState;
};

const stepSeconds = (settings: KedaHttpSettings): number =>
  Math.min(settings.granularitySeconds, settings.syncPeriodSeconds);

/** Requests in flight (running or held by the interceptor) now, or requests per second over the window so far. */
const metricOf = (
  arrivals: readonly number[],
  observation: Observation,
  settings: KedaHttpSettings,
): number => {
  if (settings.metric === 'concurrency') return observation.busySlots + observation.queuedRequests;
  const total = arrivals.reduce((sum, count) => sum + count, 0);
  return roundUp(total / (arrivals.length * stepSeconds(settings)));
};

type Answer = ReturnType<typeof proposeFromAverage>;

/** A step with the word for it, where the metric's own answer does not tell. */
type Scaled = Step<ScaleState> & { readonly reason?: DecisionReason | undefined };

/** KEDA moves between zero and one, the HPA between one (or the minimum) and the maximum. */
const scaledReplicas = (
  state: KedaHttpState,
  observation: Observation,
  options: {
    readonly metric: number;
    readonly answer: Answer;
    readonly isSyncDue: boolean;
    readonly settings: KedaHttpSettings;
  },
): Scaled => {
  const { metric, answer, isSyncDue, settings } = options;
  const { atSeconds, desiredReplicas } = observation;
  const { minReplicas, maxReplicas, activationValue, cooldownSeconds, behavior } = settings;
  const least = Math.max(1, minReplicas);
  const wakes = metric > activationValue || minReplicas > 0;
  if (wakes && desiredReplicas === 0) return { state: state.hpa, desiredReplicas: least };
  const isCool = atSeconds - state.lastActiveSeconds > cooldownSeconds + slackSeconds;
  if (minReplicas === 0 && (desiredReplicas === 0 || isCool)) return { state: state.hpa, desiredReplicas: 0 };
  if (!isSyncDue) {
    const kept = clampReplicas(desiredReplicas, settings);
    return { state: state.hpa, desiredReplicas: kept, reason: 'NotDue' };
  }
  return scaleWithin(state.hpa, {
    atSeconds,
    currentReplicas: desiredReplicas,
    recommendation: answer.replicas,
    bounds: { minReplicas: least, maxReplicas },
    behavior,
  });
};

const answerOf = (
  metric: number,
  { readyReplicas, pendingReplicas }: Observation,
  settings: KedaHttpSettings,
): Answer =>
  proposeFromAverage(
    {
      valueMilli: Math.round(metric * 1000),
      targetMilli: Math.round(settings.targetValue * 1000),
      tolerances: tolerancesOf(settings),
    },
    readyReplicas + pendingReplicas,
  );

const look = (state: KedaHttpState, observation: Observation, settings: KedaHttpSettings) => {
  const { atSeconds } = observation;
  const windowSteps = Math.ceil(settings.windowSeconds / stepSeconds(settings));
  const arrivals = [...state.arrivals, observation.arrivals].slice(-windowSteps);
  const metric = metricOf(arrivals, observation, settings);
  const lastActiveSeconds = metric > settings.activationValue ? atSeconds : state.lastActiveSeconds;
  const syncs = Math.floor((atSeconds + slackSeconds) / settings.syncPeriodSeconds);
  const answer = answerOf(metric, observation, settings);
  const isSyncDue = syncs > state.syncs;
  const options = { metric, answer, isSyncDue, settings };
  const { state: hpa, ...scaled } = scaledReplicas({ ...state, lastActiveSeconds }, observation, options);
  return { next: { arrivals, lastActiveSeconds, syncs, hpa }, scaled, answer };
};

/** Ratios of nothing over nothing are none. */
const explainLook = (
  state: KedaHttpState,
  observation: Observation,
  settings: KedaHttpSettings,
): Decision => {
  const { scaled, answer } = look(state, observation, settings);
  const { replicas = 0, ratio = 0, reason } = answer;
  const known = Number.isFinite(ratio) ? { ratio } : {};
  return {
    reason: scaled.reason ?? reason,
    recommendation: replicas,
    proposals: [{ metric: settings.metric, replicas, ...known, reason }],
  };
};

/**
 * KEDA with its HTTP add-on (HTTPScaledObject): the interceptors' requests in flight, or their request rate over
 * a window, through an HPA that KEDA owns. KEDA itself starts the first replica as soon as the metric is above
 * the activation value, and removes the last ones when it has not been for the cooldown.
 *
 * Concurrency is the count at the sync; the window and its granularity belong to the rate, which the add-on
 * hands over in whole requests per second, rounded up. A rule step per granularity stands for the add-on's poll
 * (500 ms) and its push to KEDA (200 ms).
 * Sources: https://github.com/kedacore/http-add-on (scaler/handlers.go, pkg/queue/bucketing.go) and
 * https://keda.sh/docs/latest/reference/scaledobject-spec/
 */
export const kedaHttpPolicy: Policy<KedaHttpState, KedaHttpSettings> = {
  kind: 'keda-http',
  needsPods: false,
  intervalSeconds: stepSeconds,
  initialReplicas: (settings) => settings.minReplicas,
  initialState: () => ({
    arrivals: [],
    lastActiveSeconds: Number.NEGATIVE_INFINITY,
    syncs: 0,
    hpa: scaleInitialState,
  }),
  explain: explainLook,
  step: (state, observation, settings) => {
    const { next, scaled } = look(state, observation, settings);
    return { state: next, desiredReplicas: scaled.desiredReplicas };
  },
};
