import { access } from 'node:fs/promises';
import { expect } from 'vitest';
import { exit } from '../../errors/exit-codes.ts';
import type { CliEnd, RunningCli } from './support.ts';

/** What is bounded by seconds in the tool has this long on a machine that is busy otherwise. */
export const boundMs = 15_000;

/** Interrupts, and holds that the tool ends in time. */
export const interruptedSoon = async (cli: RunningCli): Promise<CliEnd> => {
  const sinceMs = performance.now();
  cli.kill('SIGINT');
  const end = await cli.ended;
  expect(end.code, end.stderr).toBe(exit.interrupted);
  expect(performance.now() - sinceMs).toBeLessThan(boundMs);
  return end;
};

/** Whether a file is there. */
export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
