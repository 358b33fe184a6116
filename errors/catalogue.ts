import { exit } from './exit-codes.ts';

/** Every expected way to fail, and the exit code that CI sees. */
const exitCodes = {
  E_USAGE: exit.usage,
  E_CONFIG: exit.usage,
  E_MODEL: exit.usage,
  E_SAFETY: exit.usage,
  E_RUN_FOLDER: exit.usage,
  E_DISK: exit.usage,
  E_PORT: exit.usage,
  E_SCENARIO: exit.usage,
  E_NOT_ENOUGH_DATA: exit.noAdvice,
  E_VERIFY: exit.notConfirmed,
  E_K6_MISSING: exit.k6,
  E_K6_FAILED: exit.k6,
  E_ENDPOINT: exit.outOfReach,
  E_PREFLIGHT: exit.outOfReach,
  E_CLUSTER: exit.outOfReach,
  E_INTERRUPTED: exit.interrupted,
} as const;

/** The codes of all errors that a person may see. */
export type ErrorCode = keyof typeof exitCodes;

/**
 * The exit code of an error.
 *
 * @example exitCodeOf('E_USAGE') // 2
 */
export const exitCodeOf = (code: ErrorCode): number => exitCodes[code];
