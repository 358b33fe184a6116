import type { Decision } from './hpa/decision.ts';

/**
 * The one interface of all autoscaler rules. A policy is a pure function: the same state, observation and
 * settings always give the same answer, so the simulator and the sandbox step the very same code.
 */

/** One sample of a metric of a pod, as the metrics API hands it out. */
export type PodSample = {
  /** Mean over the window, in whole thousandths: milli-CPU, or thousandths of the metric's own unit. */
  readonly milli: number;
  readonly windowSeconds: number;
  /** Seconds since the window ended. */
  readonly takenSecondsAgo: number;
};

/** One pod as a metrics-based autoscaler (the HPA) sees it; a pod that is being deleted is not seen. */
export type PodObservation = {
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  /** Seconds since the pod was started on its node (`status.startTime`). */
  readonly ageSeconds: number;
  readonly ready: boolean;
  /** Seconds since the pod became ready or, if it is not ready, since it was last; its whole age if it never was. */
  readonly readinessForSeconds: number;
  /** What the pod requests of each resource, in thousandths, by the key of the metric. */
  readonly requestsMilli: Readonly<Record<string, number>>;
  /** By the key of the metric; a missing key is a missing sample. */
  readonly samples: Readonly<Record<string, PodSample>>;
};

/** What the autoscaler sees at one step. Counts are whole replicas, slots or requests. */
export type Observation = {
  /** Seconds since the start of the simulation or of the sandbox. */
  readonly atSeconds: number;
  readonly desiredReplicas: number;
  readonly readyReplicas: number;
  /** Created but not ready yet. */
  readonly pendingReplicas: number;
  readonly slotsPerReplica: number;
  /** Ready replicas that run at least one request now. */
  readonly busyReplicas: number;
  readonly busySlots: number;
  /** Requests that wait in the router now. */
  readonly queuedRequests: number;
  /** Requests that arrived since the last step. */
  readonly arrivals: number;
  /** Time averages since the last step. */
  readonly meanBusyReplicas: number;
  readonly meanBusySlots: number;
  readonly meanQueuedRequests: number;
  /** Only filled for a policy with `needsPods`. */
  readonly pods?: readonly PodObservation[];
  /** Metrics of the whole service (External, Object) by name, in thousandths; a missing name is a missing metric. */
  readonly serviceMetricsMilli?: Readonly<Record<string, number>>;
};

/** What a rule wants after one step, and what it remembers for the next. */
export type Step<State> = {
  readonly state: State;
  /** Within the settings' bounds; an HPA at 0 replicas stays there. */
  readonly desiredReplicas: number;
  /** Why, for a rule that tells. */
  readonly decision?: Decision;
};

/**
 * An autoscaler's rule as a pure step function. The sandbox, the simulator and the replays step the same one.
 */
export type Policy<State, Settings> = {
  readonly kind: string;
  /** Whether `Observation.pods` must be filled. */
  readonly needsPods: boolean;
  /** Seconds between two steps. */
  readonly intervalSeconds: (settings: Settings) => number;
  /** Replicas before any load: the floor that the settings keep. */
  readonly initialReplicas: (settings: Settings) => number;
  readonly initialState: (settings: Settings) => State;
  readonly step: (state: State, observation: Observation, settings: Settings) => Step<State>;
  /**
   * Why `step` answers as it does, for a rule whose step does not tell: a simulation takes millions of steps, and asks
   * about none of them.
   */
  readonly explain?: (state: State, observation: Observation, settings: Settings) => Decision;
};
