/**
 * Every expected way to fail, and the exit code that CI sees. The codes are part of the contract:
 * - 0: SLO met
 * - 1: internal
 * - 2: usage or config
 * - 3: SLO not met; of `compare`: worse than the base
 * - 4: not enough data for a recommendation
 * - 5: verification failed
 * - 6: k6 missing or failed
 * - 7: cluster or endpoint out of reach, or the endpoint refuses the first request
 * - 8: no verdict, as the load did not run as planned; of `compare`: can't tell
 * - 130: interrupted
 */
const exitCodes = {
  E_USAGE: 2,
  E_CONFIG: 2,
  E_MODEL: 2,
  E_SAFETY: 2,
  E_RUN_FOLDER: 2,
  E_DISK: 2,
  E_PORT: 2,
  E_SCENARIO: 2,
  E_NOT_ENOUGH_DATA: 4,
  E_VERIFY: 5,
  E_K6_MISSING: 6,
  E_K6_FAILED: 6,
  E_ENDPOINT: 7,
  E_PREFLIGHT: 7,
  E_CLUSTER: 7,
  E_INTERRUPTED: 130,
} as const;

/** The codes of all errors that a person may see. */
export type ErrorCode = keyof typeof exitCodes;

/**
 * The exit code of an error.
 *
 * @example exitCodeOf('E_USAGE') // 2
 */
export const exitCodeOf = (code: ErrorCode): number => exitCodes[code];

/** Exit codes that are results, not errors. */
export const exit = { ok: 0, internal: 1, sloNotMet: 3, noVerdict: 8, interrupted: 130 } as const;
