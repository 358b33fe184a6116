import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Recording } from '../planner/timeline/recording.ts';
import { readJson, writeJson } from '../runs/folder.ts';
import { type PolicySettings, policySettingsSchema } from '../runs/schema/policy.ts';
import { adviceSchema } from '../runs/schema/recommendation.ts';
import { runSchema } from '../runs/schema/run.ts';
import { openSeries } from '../runs/series-file.ts';
import { recordingOf } from './accuracy/record.ts';
import type { Service } from './accuracy/service.ts';
import { runTruth } from './accuracy/truth.ts';

/** A service that is planned for: so many times 100 requests/s, each of which takes so long. */
type Size = {
  readonly times: number;
  readonly meanMs: number;
  readonly bounds: { readonly minReplicas: number; readonly maxReplicas: number };
};

/** Ten minutes, 26,400 requests: a spike from 20 to 100 requests/s. */
const usual: Size = { times: 1, meanMs: 200, bounds: { minReplicas: 5, maxReplicas: 60 } };

/** Twenty times as many: a spike to 2,000 requests/s, which some 400 replicas serve. */
const large: Size = { times: 20, meanMs: 170, bounds: { minReplicas: 80, maxReplicas: 600 } };

const policyOf = (kind: PolicySettings['kind'], { bounds }: Size): PolicySettings =>
  policySettingsSchema.parse({
    kind,
    ...bounds,
    ...(kind === 'hpa' && { metrics: [{ targetValue: 0.6 }] }),
    ...(kind === 'knative' && { target: 1 }),
  });

const serviceUnder = (policy: PolicySettings, { times, meanMs }: Size): Service => ({
  name: policy.kind,
  seed: 600,
  times: { meanMs, scv: 0.5, slowShare: 0.02, slowFactor: 3 },
  lags: { floorMs: 2000, scaleMs: 6000, shape: 1.5, tailShare: 0.05, tailFactor: 2 },
  spike: {
    baselineRatePerSecond: 20 * times,
    peakRatePerSecond: 100 * times,
    baselineSeconds: 240,
    holdSeconds: 180,
    recoverySeconds: 180,
  },
  dispersion: 1,
  slots: 1,
  router: { instances: 2, queueWaitLimitMs: 500, requestTimeoutMs: 5000, onTimeout: 'release' },
  clientTimeoutMs: 10_000,
  policy,
  configured: policy,
  slo: { maxErrorShare: 0.01, p95LatencyMs: 1000 },
  networkMs: 2,
  sendsServiceTime: true,
});

const writeFolder = async (folder: string, { run, load, cluster }: Recording): Promise<void> => {
  await writeJson(folder, 'run.json', runSchema, run);
  for (const [name, lines] of Object.entries({ load, cluster })) {
    await using series = openSeries(folder, `${name}.ndjson`);
    series.append(lines);
  }
};

/** What a plan took, from the start of its process to the end of its report: see plan/process.js. */
type PlanCost = {
  /** Of all threads. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** The most that the whole process ever held. */
  readonly memoryMb: number;
};

type Planned = PlanCost & { readonly requests: number };

/** Plans in a process of its own, as a person does: from a run folder to the report. */
const costOf = async (recording: Recording): Promise<Planned> => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-bench-'));
  try {
    await writeFolder(folder, recording);
    const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const;
    const child = fork(join(import.meta.dirname, 'plan', 'process.js'), [folder], { stdio: [...stdio] });
    const [cost] = (await once(child, 'message')) as [PlanCost];
    const advice = await readJson(folder, 'recommendation.json', adviceSchema);
    return { ...cost, requests: advice.kind === 'advice' ? advice.search.simulatedRequests : 0 };
  } finally {
    await rm(folder, { recursive: true });
  }
};

const cases: readonly (readonly [kind: PolicySettings['kind'], size: Size])[] = [
  ['azureml-v1', usual],
  ['azureml-v2', usual],
  ['hpa', usual],
  ['knative', usual],
  ['azureml-v2', large],
  ['hpa', large],
];

const printCase = async (kind: PolicySettings['kind'], size: Size): Promise<void> => {
  const policy = policyOf(kind, size);
  const service = serviceUnder(policy, size);
  const { cpuSeconds, wallSeconds, memoryMb, requests } = await costOf(
    recordingOf(service, runTruth(service, { policy }, 0)),
  );
  const figures = [
    `${kind} ${100 * size.times}/s`.padEnd(18),
    `${cpuSeconds.toFixed(1)} CPU s`.padStart(12),
    `${wallSeconds.toFixed(1)} s wall`.padStart(12),
    `${(cpuSeconds / wallSeconds).toFixed(2)} processors busy`.padStart(22),
    `${memoryMb.toFixed(0)} MB at most`.padStart(15),
    `${(requests / 1e6).toFixed(0)} M simulated requests`.padStart(26),
  ];
  console.log(figures.join(' '));
};

const buildPackage = (): void => {
  execFileSync(process.execPath, [join(import.meta.dirname, '../release/build.ts')], { stdio: 'inherit' });
};

/**
 * What `headroom plan` of the built package costs on a recording of ten minutes, with its helper and its report. On a machine that does
 * nothing else the wall time is the CPU time divided by the processors that are busy; on any other one it is longer.
 */
export const planCost = async (): Promise<void> => {
  buildPackage();
  for (const [kind, size] of cases) await printCase(kind, size);
};
