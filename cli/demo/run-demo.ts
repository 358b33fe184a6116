import { dirname, resolve } from 'node:path';
import { type ResolvedConfig, resolveConfig } from '../../config/resolve.ts';
import type { ConfigInput } from '../../config/schema/config.ts';
import { renderAdvice } from '../../reports/advice-terminal.ts';
import { paragraph } from '../../reports/text-table.ts';
import { recommendedChange } from '../../reports/words/plan/advice.ts';
import { guardText } from '../../reports/words/plan/guard.ts';
import { inShortText } from '../../reports/words/plan/in-short.ts';
import { isCertain } from '../../runs/schema/plan/standing.ts';
import type { SandboxOptions } from '../../runs/schema/sandbox.ts';
import { createProgress, type Progress } from '../output/live.ts';
import { nextLine } from '../output/next-command.ts';
import { print } from '../output/print.ts';
import { printResult } from '../output/print-result.ts';
import { printVerified } from '../output/print-verified.ts';
import { shownPath } from '../output/shown-path.ts';
import { planRuns } from '../plan/run-plan.ts';
import { type Interrupt, listenForInterrupt } from '../run/interrupt.ts';
import { runTest } from '../run/run-test.ts';
import { type RunningSandbox, startSandboxProcess } from '../sandbox/sandbox-process.ts';
import { runVerify } from '../verify/run-verify.ts';

/** A service that a spike of six times its usual load catches with three replicas. */
const autoscaler = {
  kind: 'azureml-v1',
  targetUtilization: 0.7,
  minReplicas: 3,
  maxReplicas: 30,
  // A minute on Azure: cut short so that the re-run, which waits until surplus has gone, comes soon.
  scaleDownHoldSeconds: 10,
} as const;

/** When the router answers 504: sooner than the documented minute, in a demo of seconds. */
const requestTimeoutMs = 5000;

const sandboxOptions: SandboxOptions = {
  port: 0,
  apiPort: 0,
  serviceTimeMs: { kind: 'lognormal', meanMs: 200, scv: 0.25 },
  startupLag: {
    scheduleMs: { kind: 'constant', meanMs: 300 },
    pullMs: { kind: 'lognormal', meanMs: 2000, scv: 0.1 },
    initMs: { kind: 'lognormal', meanMs: 4000, scv: 0.1 },
  },
  requestTimeoutMs,
  policy: autoscaler,
};

/** Long enough for replicas to follow and the backlog to drain; and a look at it all in seconds. */
const lengths = {
  whole: { baselineSeconds: 15, holdSeconds: 45, recoverySeconds: 16 },
  quick: { baselineSeconds: 3, holdSeconds: 6, recoverySeconds: 3 },
};

type DemoOptions = { readonly runsFolder: string; readonly isQuick: boolean };

const demoConfig = ({ scoreUrl, apiUrl, kubeconfigPath }: RunningSandbox, isQuick: boolean): ResolvedConfig =>
  resolveConfig(
    {
      target: { kind: 'aks-v1', url: scoreUrl, requestTimeoutMs: 6000 },
      load: {
        scenario: 'spike',
        baselineRatePerSecond: 10,
        peakRatePerSecond: 60,
        ...(isQuick ? lengths.quick : lengths.whole),
      },
      slo: { maxErrorShare: 0.01, p95LatencyMs: 1000 },
      cluster: { kubeconfig: kubeconfigPath, namespace: 'default', selector: 'azuremlappname=demo' },
      autoscaler,
      router: { requestTimeoutMs },
      apply: { sandbox: apiUrl },
    } satisfies ConfigInput,
    resolve('k6.config.ts'),
  );

/** The whole loop without a cluster: sandbox, spike with 503s, advice, the same spike again with the advised settings. */
export const runDemo = async ({ runsFolder, isQuick }: DemoOptions): Promise<void> => {
  const progress = createProgress(process.stderr);
  using interrupt = listenForInterrupt();
  progress.note(
    'starting the sandbox: a router like azureml-fe, replicas and a Kubernetes API on this machine',
  );
  await using sandbox = await startSandboxProcess(sandboxOptions);
  const config = demoConfig(sandbox, isQuick);
  const written = await runTest(config, { runsFolder, progress, interrupt, isDemo: true });
  printResult({ ...written, json: false });
  await interrupt.check();
  const runFolder = dirname(written.htmlPath);
  if (!isQuick) await planAndVerify(config, { runsFolder, progress, interrupt, runFolder });
  print(`\n${nextLine('headroom init <URL of your service> writes a config for it')}`);
};

type Proof = {
  readonly runsFolder: string;
  readonly progress: Progress;
  readonly interrupt: Interrupt;
  readonly runFolder: string;
};

const planAndVerify = async (
  config: ResolvedConfig,
  { runsFolder, progress, interrupt, runFolder }: Proof,
): Promise<void> => {
  progress.note('\nplanning: a simulation, calibrated by this run, tries settings');
  const { advice, calibration, htmlPath } = await planRuns([runFolder], {
    note: () => {},
    onStep: progress.step,
    interrupt,
  });
  await interrupt.check();
  print(`\n${renderAdvice(advice, calibration, { folder: runFolder, isDemo: true })}\n`);
  if (!isCertain(advice)) {
    print(`report: ${shownPath(htmlPath)}`);
    return;
  }
  progress.note('applying the advice, then the same spike again');
  const verified = await runVerify(config, {
    folder: runFolder,
    runsFolder,
    progress,
    interrupt,
    isDemo: true,
    isApplied: false,
    isAllowed: true,
  });
  printVerified(verified);
  const change =
    verified.verification.verdict === 'refuted' ? [] : [paragraph(`${recommendedChange(advice)}.`)];
  print(['', ...change, inShortText(advice, verified)].join('\n'));
  print(paragraph(guardText(advice) ?? ''));
};
