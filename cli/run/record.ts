import { type ResolvedConfig, recordedConfigOf } from '../../config/resolve.ts';
import { runIdOf, writeJson } from '../../runs/folder.ts';
import { type Run, runSchema } from '../../runs/schema/run.ts';
import { version } from '../version.ts';
import type { Prepared } from './prepare.ts';

/** The run.json of a load that is about to start. */
export const firstRecord = (
  config: ResolvedConfig,
  { k6, preflight }: Prepared,
  createdAtMs: number,
): Run => ({
  schemaVersion: 1,
  id: runIdOf(createdAtMs, config.load.scenario),
  status: 'running',
  tool: { version, node: process.version, platform: `${process.platform}-${process.arch}` },
  k6: { version: k6.version, source: k6.source },
  seed: config.seed,
  config: recordedConfigOf(config),
  phases: [...config.phases],
  virtualUsers: config.virtualUsers,
  createdAtMs,
  loadStartedAtMs: null,
  endedAtMs: null,
  preflight,
  stopped: null,
  k6Exit: null,
  problems: [],
});

/** Writes run.json, again with whatever has come to be known; one write after the other. */
export const keepRecord = (folder: string, first: Run): ((change: Partial<Run>) => Promise<void>) => {
  let run = first;
  let written: Promise<unknown> = Promise.resolve();
  return async (change) => {
    run = { ...run, ...change };
    const next = run;
    written = written.then(() => writeJson(folder, 'run.json', runSchema, next));
    await written;
  };
};
