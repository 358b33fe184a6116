import { relative, resolve } from 'node:path';
import { recordedConfigOf } from '../../config/recorded.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { dailyPeaksOf } from '../../planner/traffic/daily-peaks.ts';
import { runIdOf, writeJson } from '../../runs/folder.ts';
import type { Commit } from '../../runs/schema/labels.ts';
import { traceRecordOf } from '../../runs/schema/load/trace-reading.ts';
import type { PlannedArrivals } from '../../runs/schema/load-plan.ts';
import { type Run, runSchema } from '../../runs/schema/run.ts';
import { liesIn } from '../output/shown-path.ts';
import { version } from '../version.ts';
import type { Prepared } from './prepare.ts';

/** What a run begins with beside its config. */
type Beginning = {
  readonly createdAtMs: number;
  readonly arrivals: PlannedArrivals;
  readonly commit: Commit | undefined;
};

/** The run.json of a load that is about to start. */
export const firstRecord = (
  config: ResolvedConfig,
  { k6, preflight }: Prepared,
  { createdAtMs, arrivals, commit }: Beginning,
): Run => ({
  schemaVersion: 4,
  id: runIdOf(createdAtMs, config.load.scenario),
  ...(config.title !== undefined && { title: config.title }),
  ...(config.tags.length > 0 && { tags: config.tags }),
  ...(commit && { commit }),
  status: 'running',
  tool: { version, node: process.version, platform: `${process.platform}-${process.arch}` },
  k6: { version: k6.version, source: k6.source },
  seed: config.seed,
  config: recordedConfigOf(config),
  ...(config.trace !== null && {
    trace: traceRecordOf(config.trace.reading, dailyPeaksOf(config.trace.reading.perSecond)),
  }),
  phases: [...config.phases],
  plannedPerSecond: arrivals.perSecond,
  plannedPerEndpoint: arrivals.perEndpoint,
  createdAtMs,
  loadStartedAtMs: null,
  endedAtMs: null,
  preflight: preflight.map(({ headers: _, ...answered }) => answered),
  stopped: null,
  k6Exit: null,
  problems: [],
});

/**
 * The config of a run as a path from its folder, for commands that read it again. Absent where one of both lies outside of the
 * working folder: the path would tell more of a machine than the project.
 *
 * @example configFrom('/p/runs/a', { file: '/p/my.config.ts', from: '/p' }) // { configFile: '../../my.config.ts' }
 */
export const configFrom = (
  folder: string,
  { file, from = process.cwd() }: { readonly file: string; readonly from?: string },
): Pick<Run, 'configFile'> => {
  const path = resolve(from, folder);
  if (!liesIn(from, path) || !liesIn(from, file)) return {};
  return { configFile: relative(path, file).replaceAll('\\', '/') };
};

/** The run.json of a run that goes on. */
type RecordKeeper = {
  /** @throws HeadroomError E_DISK */
  readonly update: (change: Partial<Run>) => Promise<void>;
  /** An update that nobody waits for: a fault of it comes out of the next `update`. */
  readonly note: (change: Partial<Run>) => void;
};

/** Writes run.json, again with whatever has come to be known; one write after the other. */
export const keepRecord = (folder: string, first: Run): RecordKeeper => {
  let run = first;
  let written: Promise<unknown> = Promise.resolve();
  const write = (change: Partial<Run>): Promise<unknown> => {
    run = { ...run, ...change };
    const next = run;
    written = written.then(() => writeJson(folder, 'run.json', runSchema, next));
    return written;
  };
  return {
    update: async (change) => {
      await write(change);
    },
    note: (change) => {
      // Handled here so that it is no unhandled rejection; `written` itself stays rejected.
      write(change).catch(() => {});
    },
  };
};
