/**
 * Names of OpenTelemetry's semantic conventions, version 1.44.0, where they define what was measured:
 * https://github.com/open-telemetry/semantic-conventions/blob/v1.44.0/docs/http/http-metrics.md, and
 * https://github.com/open-telemetry/semantic-conventions/blob/v1.44.0/docs/registry/attributes/rpc.md
 * A name of ours begins with "headroom.".
 */
const duration = 'http.client.request.duration';

/** Requests under way. */
export const activeRequests = 'http.client.active_requests';

/**
 * A statistic of the durations of requests, in seconds.
 *
 * @example durationName('p95') // 'http.client.request.duration.p95'
 */
export const durationName = (statistic: string): string => `${duration}.${statistic}`;

/** Names of gRPC's status codes, by their number: https://github.com/grpc/grpc/blob/v1.75.0/doc/statuscodes.md */
const grpcCodes = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;

/** What tells requests that ended so from others. A script's own judgement of a status stands behind it. */
const attributeOf = (outcome: string): string => {
  const [, ended = outcome, judgement] = /^(\S+)(?: (expected|unexpected))?$/.exec(outcome) ?? [];
  const judged = judgement === undefined ? '' : `,headroom.judgement=${judgement}`;
  if (/^\d{3}$/.test(ended)) return `http.response.status_code=${ended}${judged}`;
  const grpc = /^grpc:(\d+)$/.exec(ended)?.[1];
  if (grpc === undefined) return `error.type=${ended}${judged}`;
  return `rpc.response.status_code=${grpcCodes[Number(grpc)] ?? grpc}${judged}`;
};

/**
 * How many requests ended so: the count of their durations.
 *
 * @example countName('503') // 'http.client.request.duration.count[http.response.status_code=503]'
 * @example countName('timeout') // 'http.client.request.duration.count[error.type=timeout]'
 */
export const countName = (outcome: string): string => `${durationName('count')}[${attributeOf(outcome)}]`;
