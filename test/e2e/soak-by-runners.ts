import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { runSchema } from '../../runs/schema/run.ts';
import { countersOf } from '../builders/counters.ts';
import {
  answeredCodes,
  onlyRun,
  resultOf,
  runCli,
  sandboxFor,
  temporaryFolder,
  writeConfig,
} from './support.ts';

/** A service that holds the load of the runners with ease. */
export const manyReplicas = {
  policy: { kind: 'fixed', replicas: 10 },
  slotsPerReplica: 50,
} as const;

/** A config whose even load several runners of this machine fire together. */
export const soakBy = (scoreUrl: string, count: number, seconds: number, rest = ''): string => `{
  target: { url: '${scoreUrl}', requestTimeoutMs: 4000 },
  load: {
    scenario: 'soak', ratePerSecond: 60, soakSeconds: ${seconds},
    runners: { where: 'local', count: ${count} },
  },
  ${rest}
}`;

/** A whole soak by so many runners: its folder, what it recorded, and what the service counted. */
export const wholeSoak = async (count: number, seconds: number) => {
  const folder = await temporaryFolder();
  const sandbox = await sandboxFor(folder, manyReplicas);
  const config = await writeConfig(folder, soakBy(sandbox.scoreUrl, count, seconds));
  const { code, stderr } = await runCli(['test', '--config', config, '--runs', join(folder, 'runs')]);
  expect(answeredCodes, stderr).toContain(code);
  const folderOfRun = await onlyRun(join(folder, 'runs'));
  const run = runSchema.parse(JSON.parse(await readFile(join(folderOfRun, 'run.json'), 'utf8')));
  const [result, counters] = [await resultOf(folderOfRun), await countersOf(sandbox)];
  expect(result.totals.arrivals, 'all but the preflight').toBe(counters.total.arrivals - 1);
  expect(result.timeline.load.arrivals.slice(0, seconds)).toEqual(run.plannedPerSecond);
  return { folderOfRun, run, result, counters };
};
