import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createProgress } from '../../cli/output/live.ts';
import { planRuns } from '../../cli/plan/run-plan.ts';
import { readRecording } from '../../cli/read-recording.ts';
import { listenForInterrupt } from '../../cli/run/interrupt.ts';
import { runTest, type TestOptions } from '../../cli/run/run-test.ts';
import { startSandboxProcess } from '../../cli/sandbox/sandbox-process.ts';
import { scorePrediction } from '../../planner/verify/score.ts';
import { refusalLine } from '../../reports/words/plan/refusal.ts';
import { planningDefaults } from '../../runs/schema/planning.ts';
import type { NotEnoughAdvice, Recommendation } from '../../runs/schema/recommendation.ts';
import type { SandboxOptions } from '../../runs/schema/sandbox.ts';
import { type Kept, keepAssessed, readKept } from './live-kept.ts';
import type { LiveAssessed, LiveRun } from './live-run.ts';
import { type LiveLoad, type LiveService, liveService } from './live-service.ts';
import { serviceTable, summaryOf } from './live-tables.ts';

type Bench = { readonly service: LiveService; readonly folder: string; readonly options: TestOptions };

/** What is fired of an advice: three times the recorded rates, once the next peak, each with arrivals of its own. */
const firings: readonly LiveLoad[] = [
  { peakFactor: 1, seed: 101 },
  { peakFactor: 1, seed: 102 },
  { peakFactor: 1, seed: 103 },
  { peakFactor: 1 + planningDefaults.margin, seed: 104 },
];

const recordedLoad: LiveLoad = { peakFactor: 1, seed: 1 };

const startFor = ({ service, folder }: Bench, changed: Partial<SandboxOptions>) =>
  startSandboxProcess({ kubeconfigFolder: folder, ...service.sandbox, ...changed });

/** One recorded spike, and what is planned from it. */
const advise = async (bench: Bench): Promise<Recommendation | NotEnoughAdvice> => {
  const { service, folder, options } = bench;
  const sandbox = await startFor(bench, {});
  try {
    const { htmlPath } = await runTest(service.configFor(sandbox, folder, recordedLoad), options);
    const { advice } = await planRuns([dirname(htmlPath)], { note: () => undefined });
    return advice;
  } finally {
    await sandbox.end();
  }
};

/** In a sandbox of its own, which begins with the replicas of the advice and draws its times anew. */
const fireAdvice = async (bench: Bench, advice: Recommendation, load: LiveLoad): Promise<LiveRun> => {
  const { service, folder, options } = bench;
  const { policy, queueWaitMs, requestTimeoutMs } = advice.settings;
  const sandbox = await startFor(bench, {
    policy,
    seed: load.seed,
    ...(queueWaitMs !== undefined && { queueWaitLimitMs: queueWaitMs }),
    ...(requestTimeoutMs !== undefined && { requestTimeoutMs }),
  });
  try {
    const config = { ...service.configFor(sandbox, folder, load), policy };
    const { result, htmlPath } = await runTest(config, options);
    const { cluster } = await readRecording(dirname(htmlPath));
    const verification = scorePrediction(advice, { result, cluster }, service.name);
    return { peakFactor: load.peakFactor, met: result.verdict.met, verification };
  } finally {
    await sandbox.end();
  }
};

const assessLive = async (bench: Bench, note: (text: string) => void): Promise<LiveAssessed> => {
  const { name: service, about } = bench.service;
  note(`${service}: ${about}: one spike, then its advice, ${firings.length} times`);
  const advice = await advise(bench);
  if (advice.kind !== 'advice') {
    return { service, about, runs: [], refused: advice.reasons.map(refusalLine) };
  }
  const runs: LiveRun[] = [];
  for (const load of firings) runs.push(await fireAdvice(bench, advice, load));
  return { service, about, runs, refused: [] };
};

const inFolder = async <Value>(work: (folder: string) => Promise<Value>): Promise<Value> => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-accuracy-'));
  return work(folder).finally(() => rm(folder, { recursive: true, force: true }));
};

export type LiveBench = {
  readonly services: number;
  readonly seed: number;
  /** Services that are in this file are not run again; each is added as soon as its runs are done. */
  readonly kept: string | undefined;
  readonly note: (text: string) => void;
};

/** Real sandbox, real k6: so many small services, one after the other, each printed when it is done. */
export const runLive = async ({ services, seed, kept, note }: LiveBench): Promise<string> => {
  using interrupt = listenForInterrupt();
  const known: readonly Kept[] = kept === undefined ? [] : await readKept(kept);
  const all: LiveAssessed[] = [];
  for (let index = 0; index < services; index++) {
    const before = known.find((one) => one.seed === seed && one.index === index);
    const assessed =
      before?.assessed ??
      (await inFolder((folder) => {
        const options = {
          runsFolder: join(folder, 'runs'),
          progress: createProgress(process.stderr),
          interrupt,
        };
        return assessLive({ service: liveService(seed, index), folder, options }, note);
      }));
    if (before === undefined && kept !== undefined) await keepAssessed(kept, { seed, index, assessed });
    console.log(`\n${serviceTable(assessed)}`);
    all.push(assessed);
  }
  return [summaryOf(all, seed), ...all.map(serviceTable)].join('\n\n');
};
