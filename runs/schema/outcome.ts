/**
 * Why a request has no answer. `timeout`: the client gave up; `malformed`: what came breaks the rules of HTTP; `blocked`: the
 * fence or a cap refused it, nothing was sent; `canceled`: cut while in flight, because the load was ended at once.
 */
export const failureClasses = [
  'timeout',
  'refused',
  'reset',
  'malformed',
  'dns',
  'tls',
  'dial',
  'blocked',
  'canceled',
  'other',
] as const;

/**
 * Whether a request that ended so is a success: an answer in the 2xx range, an opened WebSocket, a gRPC call that
 * ended in OK, or what the script expects. The one rule for error share, bad seconds, causes and latency.
 */
export const isOk = (outcome: string): boolean => /^(2\d\d|101|grpc:0)$| expected$/.test(outcome);

/** Whether a script calls an answer a failure that is a success by its status. */
export const isUnexpected = (outcome: string): boolean => outcome.endsWith(' unexpected');

/**
 * The name of an outcome that a script judges against its status.
 *
 * @example judgedOutcome('409') // '409 expected'
 * @example judgedOutcome('200') // '200 unexpected'
 */
export const judgedOutcome = (outcome: string): string =>
  `${outcome} ${isOk(outcome) ? 'unexpected' : 'expected'}`;
