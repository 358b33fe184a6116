import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createProgress } from '../../cli/output/live.ts';
import { planRuns } from '../../cli/plan/run-plan.ts';
import { readRecording } from '../../cli/read-recording.ts';
import { runTest, type TestOptions } from '../../cli/run/run-test.ts';
import { startSandboxProcess } from '../../cli/sandbox-process.ts';
import { runVerify } from '../../cli/verify/run-verify.ts';
import { scorePrediction } from '../../planner/verify/score.ts';
import type { Recommendation } from '../../runs/schema/recommendation.ts';
import type { Verification } from '../../runs/schema/verification.ts';
import type { SettingName } from './assess.ts';
import { type LiveService, liveService } from './live-service.ts';
import { liveTables } from './live-tables.ts';

export type LiveRun = {
  readonly service: string;
  readonly of: SettingName;
  readonly verification: Verification;
};

type Bench = { readonly service: LiveService; readonly folder: string; readonly options: TestOptions };

/** In a sandbox of its own: replicas that an earlier run left behind would make the spike an easy one. */
const runOther = async (
  { service, folder, options }: Bench,
  { settings, prediction }: Pick<Recommendation, 'settings' | 'prediction'>,
): Promise<Verification> => {
  const { policy, queueWaitMs, requestTimeoutMs } = settings;
  const limits = { queueWaitLimitMs: queueWaitMs, requestTimeoutMs };
  const sandbox = await startSandboxProcess(folder, { ...service.sandbox, policy, ...limits });
  try {
    const { result, htmlPath } = await runTest({ ...service.configFor(sandbox, folder), policy }, options);
    const { cluster } = await readRecording(dirname(htmlPath));
    return scorePrediction({ settings, prediction }, { result, cluster }, service.name);
  } finally {
    await sandbox.end();
  }
};

type Advised = { readonly advice: Recommendation; readonly verification: Verification };

/** One recorded spike, the advice, and its re-run by what `headroom verify` does. */
const adviseAndVerify = async ({ service, folder, options }: Bench): Promise<Advised | null> => {
  const sandbox = await startSandboxProcess(folder, service.sandbox);
  try {
    const config = service.configFor(sandbox, folder);
    const planned = dirname((await runTest(config, options)).htmlPath);
    const { advice } = await planRuns([planned], { note: () => undefined });
    if (advice.kind !== 'advice') return null;
    const verify = { ...options, folder: planned, isApplied: false, isAllowed: false };
    return { advice, verification: (await runVerify(config, verify)).verification };
  } finally {
    await sandbox.end();
  }
};

/** The advice and its re-run, then the same spike under the settings in use and under the page's. */
const assessLive = async (bench: Bench, note: (text: string) => void): Promise<LiveRun[]> => {
  const service = bench.service.name;
  note(`${service}: one spike, the advice, the spike again`);
  const advised = await adviseAndVerify(bench);
  if (advised === null) return [];
  const { advice, verification } = advised;
  const runs: LiveRun[] = [{ service, of: 'advice', verification }];
  const others = { current: advice.compared.current, page: advice.compared.pageFormula };
  for (const name of ['current', 'page'] as const) {
    note(`${service}: ${name}`);
    runs.push({ service, of: name, verification: await runOther(bench, others[name]) });
  }
  return runs;
};

/** Real sandbox, real k6: the tables of so many small services, one after the other. */
export const runLive = async (bench: {
  readonly services: number;
  readonly seed: number;
  readonly note: (text: string) => void;
}): Promise<string> => {
  const runs: LiveRun[] = [];
  for (let index = 0; index < bench.services; index++) {
    const folder = await mkdtemp(join(tmpdir(), 'headroom-accuracy-'));
    try {
      const options = { runsFolder: join(folder, 'runs'), progress: createProgress(process.stderr) };
      const service = liveService(bench.seed, index);
      runs.push(...(await assessLive({ service, folder, options }, bench.note)));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return liveTables(runs, bench);
};
