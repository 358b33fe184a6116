import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import {
  answeredCodes,
  onlyRun,
  resultOf,
  runCli,
  sandboxFor,
  temporaryFolder,
  writeConfig,
} from './support.ts';

const setBackMs = 60_000;

/** A module that sets the tool's clock back once its load runs: when the first seconds of it are recorded. */
const clockSetBack = (runs: string): string => `
  import { globSync, statSync } from 'node:fs';
  const realNow = Date.now;
  const isRecorded = () => globSync('${runs}/*/load.ndjson').some((file) => statSync(file).size > 3000);
  let isSetBack = false;
  Date.now = () => {
    isSetBack ||= isRecorded();
    return realNow() - (isSetBack ? ${setBackMs} : 0);
  };
`;

it('joins replicas and load where the clock of the machine is set back during the load', async () => {
  const folder = await temporaryFolder();
  // In the calm seconds one replica of three is busy at a time, below the target of 70 %: nothing but the spike raises them.
  const minReplicas = 3;
  const sandbox = await sandboxFor(folder, {
    serviceTimeMs: { kind: 'constant', meanMs: 200 },
    startupLag: { pullMs: { kind: 'constant', meanMs: 100 }, initMs: { kind: 'constant', meanMs: 400 } },
    policy: { kind: 'azureml-v1', minReplicas, maxReplicas: 8 },
  });
  const config = await writeConfig(
    folder,
    `{
      target: { kind: 'aks-v1', url: '${sandbox.scoreUrl}' },
      load: { scenario: 'spike', baselineRatePerSecond: 2, peakRatePerSecond: 20, baselineSeconds: 4, holdSeconds: 5, recoverySeconds: 2, arrivals: 'even' },
      slo: { maxErrorShare: 1 },
      cluster: { selector: 'azuremlappname=demo' },
    }`,
  );
  const runs = join(folder, 'runs');
  const { code, stderr } = await runCli(['test', '--config', config, '--runs', runs], {
    KUBECONFIG: sandbox.kubeconfigPath,
    NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(clockSetBack(runs))}`,
  });
  expect(answeredCodes, stderr).toContain(code);
  const run = await onlyRun(runs);
  const { timeline, run: record } = await resultOf(run);
  expect(record.endedAtMs! - record.loadStartedAtMs!).toBeGreaterThanOrEqual(10_000);
  const lines = (await readFile(join(run, 'cluster.ndjson'), 'utf8')).trimEnd().split('\n');
  const moments = lines
    .map((line) => JSON.parse(line) as ClusterLine)
    .flatMap((line) => ('atMs' in line ? [line.atMs] : []));
  expect(moments).toEqual([...moments].sort((a, b) => a - b));
  // The new replicas are those of the spike: none was there in the calm seconds before it.
  expect(timeline.cluster.ready[2]).toBe(minReplicas);
  expect(Math.max(...timeline.cluster.ready.map((ready) => ready ?? 0))).toBeGreaterThan(minReplicas);
}, 60_000);
