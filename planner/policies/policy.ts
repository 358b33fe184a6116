/**
 * The one interface of all autoscaler rules. A policy is a pure function: the same state, observation and
 * settings always give the same answer, so the simulator and the sandbox step the very same code.
 */

/** One replica as a metrics-based autoscaler (the HPA) sees it. */
export type PodObservation = {
  /** Seconds since the pod was created. */
  readonly ageSeconds: number;
  readonly ready: boolean;
  /** Seconds since the pod last became ready; undefined if it never was. */
  readonly readyForSeconds?: number;
  /** Metric values by name (a share of the request for utilization); a missing name is a missing metric. */
  readonly metrics: Readonly<Record<string, number>>;
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
};

/** What a rule wants after one look, and what it remembers for the next. */
export type Step<State> = {
  readonly state: State;
  /** Within the settings' bounds. */
  readonly desiredReplicas: number;
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
};
