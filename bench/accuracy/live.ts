import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createProgress } from '../../cli/output/live.ts';
import { planRuns } from '../../cli/plan/run-plan.ts';
import { readRecording } from '../../cli/read-recording.ts';
import { listenForInterrupt } from '../../cli/run/interrupt.ts';
import { runTest, type TestOptions } from '../../cli/run/run-test.ts';
import { startSandboxProcess } from '../../cli/sandbox-process.ts';
import { runVerify } from '../../cli/verify/run-verify.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { loadOfPhases } from '../../planner/traffic/load.ts';
import { scorePrediction } from '../../planner/verify/score.ts';
import { refusalLine } from '../../reports/words/refusal.ts';
import type { Verification } from '../../runs/schema/verification.ts';
import { type Kept, keepAssessed, readKept } from './live-kept.ts';
import type { LiveAssessed, LiveRun } from './live-run.ts';
import { type LiveService, liveService } from './live-service.ts';
import { serviceTable, summaryOf } from './live-tables.ts';
import { type Proposal, proposalsOf, type SettingName } from './proposals.ts';

type Bench = { readonly service: LiveService; readonly folder: string; readonly options: TestOptions };

/** In a sandbox of its own, so that every run begins with the replicas of its settings. */
const runProposal = async (
  { service, folder, options }: Bench,
  { settings, predicted }: Proposal,
): Promise<Verification> => {
  const { policy, queueWaitMs, requestTimeoutMs } = settings;
  const limits = {
    ...(queueWaitMs !== undefined && { queueWaitLimitMs: queueWaitMs }),
    ...(requestTimeoutMs !== undefined && { requestTimeoutMs }),
  };
  const sandbox = await startSandboxProcess({
    kubeconfigFolder: folder,
    ...service.sandbox,
    policy,
    ...limits,
  });
  try {
    const { result, htmlPath } = await runTest({ ...service.configFor(sandbox, folder), policy }, options);
    const { cluster } = await readRecording(dirname(htmlPath));
    return scorePrediction(
      { settings, prediction: predicted, inputs: [], load: { margin: 0 } },
      { result, cluster },
      service.name,
    );
  } finally {
    await sandbox.end();
  }
};

/** One recorded spike and what is planned from it: the advice is applied and re-run as `headroom verify` does it. */
const adviseAndVerify = async (bench: Bench, config: ResolvedConfig) => {
  const { options } = bench;
  const { result, htmlPath } = await runTest(config, options);
  const folder = dirname(htmlPath);
  const { advice, calibration } = await planRuns([folder], { note: () => undefined });
  if (advice.kind !== 'advice') return { refused: advice.reasons.map(refusalLine) };
  const { phases } = result.run;
  const request = {
    calibration,
    load: loadOfPhases(phases),
    slo: config.slo,
    current: config.policy ?? calibration.policy.settings,
  };
  const proposals = proposalsOf(request, advice);
  const verify = { ...options, folder, isApplied: false, isAllowed: false };
  const { verification } = await runVerify(config, verify);
  return { proposals, verification };
};

/** Those in use, the page's, and one that is expected to fail: half the minimum, unless that is the advice itself. */
const othersOf = (proposals: readonly Proposal[]): Proposal[] => {
  const named = (name: SettingName) => proposals.filter(({ of }) => of === name);
  const [advice] = named('advice');
  const halved = named('halved').filter(
    ({ settings }) => JSON.stringify(settings) !== JSON.stringify(advice?.settings),
  );
  return [...named('current'), ...named('page'), ...(halved.length > 0 ? halved : named('rejected'))];
};

const assessLive = async (bench: Bench, note: (text: string) => void): Promise<LiveAssessed> => {
  const { name: service, about, sandbox: settings } = bench.service;
  note(`${service}: ${about}: one spike, the advice, the spike again`);
  const sandbox = await startSandboxProcess({ kubeconfigFolder: bench.folder, ...settings });
  const advised = await adviseAndVerify(bench, bench.service.configFor(sandbox, bench.folder)).finally(
    sandbox.end,
  );
  if ('refused' in advised) return { service, about, runs: [], refused: advised.refused ?? [] };
  const runs: LiveRun[] = [{ of: 'advice', verification: advised.verification }];
  for (const proposal of othersOf(advised.proposals)) {
    note(`${service}: ${proposal.of}`);
    runs.push({ of: proposal.of, verification: await runProposal(bench, proposal) });
  }
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
