import { rm } from 'node:fs/promises';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import type { ListedRun, RunListEntry } from '../../runs/schema/run-list.ts';

/** Which runs go: all but the newest, or those older than an age. */
export type PruneRule =
  | { readonly by: 'count'; readonly keep: number }
  | { readonly by: 'age'; readonly olderThanMs: number };

const hourMs = 3_600_000;
const unitsMs: Readonly<Record<string, number>> = { h: hourMs, d: 24 * hourMs, w: 7 * 24 * hourMs };

/** A run.json says "running" until its tool ends, or for good where that was killed. */
const mayStillRunMs = 24 * hourMs;

/**
 * An age as people write it, in ms.
 *
 * @throws HeadroomError E_USAGE
 * @example readAge('30d') // 2_592_000_000
 */
export const readAge = (text: string): number => {
  const [, count = '', unit = ''] = /^(\d{1,5})\s*([hdw])$/.exec(text.trim()) ?? [];
  const unitMs = unitsMs[unit];
  if (unitMs !== undefined) return Number(count) * unitMs;
  throw new HeadroomError('E_USAGE', {
    what: `--older-than ${JSON.stringify(text)} is not understood`,
    where: '--older-than',
    fix: 'give hours, days or weeks: 12h, 30d, 8w',
  });
};

/**
 * The runs that a rule removes. A baseline stays, a run that may still be recorded stays, and what can't be read as a
 * run is never touched.
 *
 * @param entries newest first
 */
export const runsToPrune = (
  entries: readonly RunListEntry[],
  rule: PruneRule,
  nowMs: number,
): readonly ListedRun[] => {
  const runs = entries.filter((entry) => entry.kind === 'run');
  const chosen =
    rule.by === 'count'
      ? runs.slice(rule.keep)
      : runs.filter(({ createdAtMs }) => nowMs - createdAtMs > rule.olderThanMs);
  return chosen.filter(
    ({ baselines, status, createdAtMs }) =>
      baselines.length === 0 && !(status === 'running' && nowMs - createdAtMs < mayStillRunMs),
  );
};

/** @throws HeadroomError E_DISK for a folder that can't be removed; those before it are gone */
export const removeRuns = async (runs: readonly ListedRun[]): Promise<void> => {
  for (const { folder } of runs) {
    try {
      await rm(folder, { recursive: true });
    } catch (error) {
      throw new HeadroomError('E_DISK', {
        what: `the run can't be removed: ${messageOf(error)}`,
        where: folder,
        fix: 'check the rights of the folder',
        cause: error,
      });
    }
  }
};
