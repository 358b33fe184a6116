/** What was looked at. `k6`, `endpoint` and `config` are looked at outside the cluster. */
export type DoctorTopic =
  | 'k6'
  | 'endpoint'
  | 'config'
  | 'cluster'
  | 'namespace'
  | 'selector'
  | 'permission'
  | 'autoscaler'
  | 'metrics'
  | 'requests'
  | 'room'
  | 'router'
  | 'workers'
  | 'clock';

/** One line of `headroom doctor`: what was looked at, what was seen, and what to do about it. */
export type DoctorLine = {
  readonly level: 'ok' | 'warning' | 'problem';
  readonly topic: DoctorTopic;
  readonly what: string;
  /** Where the value came from, if `what` does not say it. */
  readonly where?: string;
  readonly fix?: string;
  /** A test would see nothing of the service: it stops unless `cluster.required` is false. */
  readonly isBlind?: true;
};

/** A line that says that all is well. */
export const fine = (topic: DoctorTopic, what: string): DoctorLine => ({ level: 'ok', topic, what });

/**
 * Names in a sentence, cut where there are many.
 *
 * @example namesText(['a', 'b', 'c'], 2) // 'a, b and 1 more'
 */
export const namesText = (names: readonly string[], most = 8): string =>
  names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
