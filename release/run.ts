import { HeadroomError } from '../errors/headroom-error.ts';
import { type Refusal, runCommand } from '../load/k6/command.ts';

const timeLimitMs = 10 * 60_000;

/**
 * Ends the release where a step was refused.
 *
 * @throws HeadroomError E_K6_FAILED with what the step said
 */
export const must = <T extends object>(result: T | Refusal | null): T | null => {
  if (result === null || !('reason' in result)) return result;
  throw new HeadroomError('E_K6_FAILED', {
    what: result.reason,
    fix: result.fix ?? 'see what the command says above',
  });
};

/**
 * Runs one command of a release to its end, and gives what it printed.
 *
 * @throws HeadroomError E_K6_FAILED with what the command said
 */
export const run = async (file: string, parameters: readonly string[], folder: string): Promise<string> => {
  const result = await runCommand(file, parameters, { folder, environment: process.env, timeLimitMs });
  return must(result)?.stdout ?? '';
};
