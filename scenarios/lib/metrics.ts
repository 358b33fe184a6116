/**
 * The names on both ends of the wire: what the k6 scripts record and what the telemetry receiver reads.
 * Pure constants, so that Node and k6 can both import them.
 */
export const metricNames = {
  /** Counter: one per request, added the moment before it is sent. */
  arrivals: 'headroom_arrivals',
  /** Trend in ms: time inside run(), from the answer's x-ms-run-fn-exec-ms header. */
  serviceMs: 'headroom_service_ms',
  /** Trend in ms, tagged with error_code: how long a request without an answer took to fail. k6 books 0 for a failed dial. */
  failedMs: 'headroom_failed_ms',
} as const;

/** Tag that holds the second of arrival (epoch seconds modulo `secondTagModulus`) on every sample. */
export const secondTag = 't';

/**
 * k6 never frees a tag set, so the second must not count up for ever. 1024 s is longer than any request
 * timeout, which is all that is needed to find the full second again.
 */
export const secondTagModulus = 1024;

/** k6 scenario that listens to the tool; no load, left out of every series. */
export const controlScenario = 'headroom-control';

/**
 * error_code of a request that the scripts' own guard did not send. It is k6's code for a blocked host name, which
 * the tool never asks k6 for, so a `failedMs` sample with it has no http_reqs sample: it is the only count.
 * (A dial that k6 itself blocks by address has 1110 and an http_reqs sample as usual.)
 */
export const blockedErrorCode = '1111';
