import { analyze } from '../../planner/result/build-result.ts';
import type { Report } from '../../reports/report.ts';
import { policySettingsSchema } from '../../runs/schema/policy.ts';
import type { Result } from '../../runs/schema/result.ts';
import { demoReport } from '../builders/demo-report.ts';
import { underLoad } from '../builders/other-load.ts';
import {
  plannedReport,
  provenReport,
  spikeAdvice,
  spikeProof,
  spikeRefusal,
} from '../builders/planned-report.ts';
import { recordSpike } from '../builders/recording.ts';
import { spikeResult } from '../builders/result.ts';
import {
  emptyResult,
  interruptedResult,
  longResult,
  unansweredResult,
  unknownClusterResult,
} from '../builders/result-variants.ts';

const settingsFiles = [
  {
    name: 'deployment.yaml',
    text: 'scale_settings:\n  type: target_utilization\n  min_instances: 10\n  max_instances: 12\n',
  },
  { name: 'patched-deployment.yaml', text: '# ours\nscale_settings:\n  min_instances: 10 # was 4\n' },
];

const v1 = (minReplicas: number) =>
  policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas, maxReplicas: 30 });

const resultOf = (recording: Parameters<typeof analyze>[0]): Result => analyze(recording).result;

const refutedProof = () => {
  const proof = spikeProof();
  const lines = proof.lines.map((line) =>
    line.figure === 'errorShare' ? { ...line, measured: 0.031, inside: false } : line,
  );
  return spikeProof({
    lines,
    linesInside: 2,
    sloHeld: false,
    verdict: 'refuted',
    verifiedAtMs: Date.UTC(2026, 10, 22, 21, 50),
    reason: { code: 'missed', objectives: ['errorShare'] },
  });
};

const rerunReport = (): Report => {
  const result = resultOf(recordSpike({ policy: v1(20) }));
  const run = { ...result.run, provesAdviceOf: 'planned' };
  return {
    result: { ...result, run },
    ownProof: spikeProof({ plannedFrom: 'planned', verifiedBy: run.id }),
  };
};

const fixedAdvice = (replicas: number) => {
  const { compared, settings } = spikeAdvice();
  const policy = policySettingsSchema.parse({ kind: 'fixed', replicas });
  const current = {
    ...compared.current,
    settings: {
      ...compared.current.settings,
      policy: policySettingsSchema.parse({ kind: 'fixed', replicas: 4 }),
    },
  };
  const { guard: _, ...advice } = spikeAdvice({
    settings: { ...settings, policy },
    compared: { ...compared, current },
    rejected: [],
    sensitivity: [],
  });
  return advice;
};

const staircase = {
  scenario: 'staircase',
  firstRatePerSecond: 10,
  stepRatePerSecond: 10,
  stepSeconds: 30,
  steps: 5,
};

/** One minute, or a little more: these keep to four screens and 900 words. */
const short = {
  healthy: (): Report => ({ result: resultOf(recordSpike({ policy: v1(20) })) }),
  spike: (): Report => ({ result: spikeResult() }),
  planned: (): Report => ({ ...plannedReport(), settingsFiles }),
  confirmed: (): Report => ({
    ...provenReport({ verification: spikeProof({ verifiedAtMs: Date.UTC(2026, 10, 22, 21, 50) }) }),
    settingsFiles,
    rerun: resultOf(recordSpike({ policy: v1(20) })),
  }),
  refuted: (): Report => ({
    ...provenReport({ verification: refutedProof() }),
    settingsFiles,
    rerun: resultOf(recordSpike({ policy: v1(6) })),
  }),
  demo: demoReport,
  'proven re-run': rerunReport,
  'fixed replicas': (): Report => plannedReport(fixedAdvice(10)),
  'no advice': (): Report => plannedReport(spikeRefusal),
  'no cluster': (): Report => ({ result: unknownClusterResult() }),
  interrupted: (): Report => ({ result: interruptedResult() }),
  unanswered: (): Report => ({ result: unansweredResult() }),
  empty: (): Report => ({ result: emptyResult() }),
};

/** Reports of runs of every kind, by name. */
export const pages: Readonly<Record<string, () => Report>> = {
  ...short,
  staircase: () => ({ result: resultOf(underLoad(recordSpike({ policy: v1(3) }), staircase)) }),
  'one hour': () => ({ result: longResult(60) }),
};

/** The names of the reports of about a minute. */
export const shortPages: readonly string[] = Object.keys(short);
