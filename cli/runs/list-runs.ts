import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { changesNothing } from '../../planner/recommend/trials/in-force.ts';
import { peakRateOf } from '../../planner/timeline/planned-rate.ts';
import { planFor, proofFor } from '../../reports/report.ts';
import { readJsonIfAny } from '../../runs/folder.ts';
import type { Baselines } from '../../runs/schema/baselines.ts';
import { missedAtMargin } from '../../runs/schema/missed-at-margin.ts';
import { isCertain } from '../../runs/schema/plan/standing.ts';
import { resultVerdictSchema } from '../../runs/schema/result.ts';
import { type Run, runSchema } from '../../runs/schema/run.ts';
import type { ListedRun, RunListEntry } from '../../runs/schema/run-list.ts';
import { readPlanFiles } from '../read-plan-files.ts';
import { unusableText } from '../unusable-file.ts';
import { readBaselines } from './baselines.ts';

/** How a run's folder is called: see `runIdOf`. */
const isRunName = (name: string): boolean => /^\d{4}-\d{2}-\d{2}-\d{6}-[a-z]+-[0-9a-f]{4}$/.test(name);

/** A run that was killed has no result; an old one may have another shape, and one that was copied here is another run's. */
const verdictIn = async (folder: string, { id }: Run): Promise<ListedRun['verdict']> => {
  const file = await readJsonIfAny(folder, 'result.json', resultVerdictSchema);
  if (file.kind !== 'read') return 'unknown';
  const { run, verdict } = file.value;
  if (run !== undefined && run.id !== id) return 'unknown';
  const { met } = verdict;
  return met === null ? 'cantTell' : met ? 'met' : 'notMet';
};

/** Only a proof of the very settings that the advice has now counts. */
const adviceIn = async (folder: string, run: Run): Promise<ListedRun['advice']> => {
  const { files } = await readPlanFiles(folder);
  const { advice } = planFor({ run }, files).files;
  if (advice === undefined || !isCertain(advice)) return 'none';
  const proof = proofFor({ run }, advice, files.verification).files.verification;
  if (proof !== undefined && missedAtMargin(proof)) return 'marginMissed';
  return proof?.verdict ?? (changesNothing(advice) ? 'nothingToProve' : 'notProven');
};

/** A folder of another kind is no entry, unless it is called like a run. */
const readEntry = async (
  folder: string,
  id: string,
  baselines: Baselines,
): Promise<RunListEntry | undefined> => {
  const file = await readJsonIfAny(folder, 'run.json', runSchema);
  if (file.kind === 'unusable') return { kind: 'broken', id, folder, why: unusableText(file) };
  if (file.kind === 'absent')
    return isRunName(id) ? { kind: 'broken', id, folder, why: 'it has no run.json' } : undefined;
  const run = file.value;
  return {
    kind: 'run',
    id,
    folder,
    title: run.title ?? null,
    tags: run.tags ?? [],
    commit: run.commit ?? null,
    scenario: run.config.load.scenario,
    createdAtMs: run.createdAtMs,
    status: run.status,
    verdict: await verdictIn(folder, run),
    peakRatePerSecond: peakRateOf(run.phases),
    advice: await adviceIn(folder, run),
    provesAdviceOf: run.provesAdviceOf ?? null,
    peakFactor: run.peakFactor ?? null,
    baselines: Object.keys(baselines)
      .filter((name) => baselines[name] === id)
      .sort(),
  };
};

/** The folders in a folder. @throws HeadroomError E_RUN_FOLDER when it can't be read; one that is not there has none */
const namesIn = async (runsFolder: string): Promise<string[]> => {
  try {
    const entries = await readdir(runsFolder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new HeadroomError('E_RUN_FOLDER', {
      what: `the folder of the runs can't be read: ${messageOf(error)}`,
      where: runsFolder,
      fix: 'name the folder with --runs',
      cause: error,
    });
  }
};

const createdAt = (entry: RunListEntry): number => (entry.kind === 'run' ? entry.createdAtMs : 0);

/**
 * The runs in a folder, newest first; those that are broken come last, each with the reason. Other folders are left out.
 *
 * @throws HeadroomError E_RUN_FOLDER
 */
export const listRuns = async (runsFolder: string): Promise<readonly RunListEntry[]> => {
  const baselines = await readBaselines(runsFolder);
  const entries: RunListEntry[] = [];
  // One after the other: a result of an hour is megabytes of text.
  for (const name of (await namesIn(runsFolder)).sort()) {
    const entry = await readEntry(join(runsFolder, name), name, baselines);
    if (entry !== undefined) entries.push(entry);
  }
  return entries.sort((a, b) => createdAt(b) - createdAt(a));
};
