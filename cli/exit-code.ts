import { exit, exitCodeOf } from '../errors/catalogue.ts';
import type { Result } from '../runs/schema/result.ts';

/** The exit code of a test: how the run ended comes before what it measured. */
export const exitCodeOfResult = ({ run, verdict }: Result): number => {
  if (run.stopped?.by === 'user') return exit.interrupted;
  if (run.status === 'failed') return exitCodeOf('E_K6_FAILED');
  if (verdict.met === null) return exit.noVerdict;
  return verdict.met ? exit.ok : exit.sloNotMet;
};
