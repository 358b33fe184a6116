import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readJson, readJsonIfAny } from '../../../runs/folder.ts';
import { type Calibration, calibrationSchema } from '../../../runs/schema/calibration.ts';
import { adviceSchema, type Recommendation } from '../../../runs/schema/recommendation.ts';
import { type Verification, verificationSchema } from '../../../runs/schema/verification.ts';
import { type Ended, headroom } from '../../builders/headroom.ts';
import { startTarget } from '../target/target.ts';
import {
  behavior,
  clusterSettings,
  createService,
  hpaReports,
  type LoopCluster,
  readHpa,
  removeService,
  requestCores,
} from './cluster.ts';
import type { LoopService } from './services.ts';

const verbs = ['doctor', 'test', 'plan', 'apply', 'verify', 'rollback'] as const;
type Verb = (typeof verbs)[number];

/** What came of a loop: how each command line ended, and what stood in the cluster around them. */
export type LoopOutcome = {
  readonly ended: Readonly<Partial<Record<Verb, Ended>>>;
  readonly calibration: Calibration;
  /** null: there was none. */
  readonly advice: Recommendation | null;
  readonly verification: Verification | null;
  /** The HPA's spec as the API server gives it: before the loop, with the advice applied, after the rollback. */
  readonly specs: { readonly before: string; readonly applied: string; readonly after: string };
};

const configOf = (service: LoopService, url: string, kubeconfig: string): object => ({
  target: {
    kind: 'kubernetes',
    url,
    requestTimeoutMs: 5000,
    slotsPerReplica: service.slotsPerReplica,
  },
  load: service.load,
  slo: { maxErrorShare: 0.02, p95LatencyMs: service.p95LatencyMs },
  cluster: { kubeconfig, namespace: 'models', selector: `app=${service.name}` },
  // The flags of the controllers stand in no object: the config says them, beside what the HPA says itself.
  autoscaler: {
    kind: 'hpa',
    minReplicas: service.minReplicas,
    maxReplicas: service.maxReplicas,
    metrics: [{ targetValue: service.targetPercent / 100 }],
    behavior,
    syncPeriodSeconds: clusterSettings.hpaSyncSeconds,
    metricsResolutionSeconds: clusterSettings.metricsResolutionSeconds,
  },
});

const onlyRunIn = async (folder: string): Promise<string> => {
  const [name] = await readdir(join(folder, 'runs')).catch(() => []);
  return join('runs', name ?? 'none');
};

const adviceIn = async (run: string): Promise<Recommendation | null> => {
  const read = await readJson(run, 'recommendation.json', adviceSchema);
  return read.kind === 'advice' ? read : null;
};

const verificationIn = async (run: string): Promise<Verification | null> => {
  const read = await readJsonIfAny(run, 'verification.json', verificationSchema);
  return read.kind === 'read' ? read.value : null;
};

type Loop = { readonly cluster: LoopCluster; readonly service: LoopService; readonly folder: string };

const runVerbs = async ({ cluster: { plane }, service, folder }: Loop): Promise<LoopOutcome> => {
  const ended: Partial<Record<Verb, Ended>> = {};
  const spec = async (): Promise<string> => JSON.stringify((await readHpa(plane, service.name)).spec);
  const before = await spec();
  ended.doctor = await headroom(['doctor'], folder);
  ended.test = await headroom(['test'], folder);
  const run = await onlyRunIn(folder);
  ended.plan = await headroom(['plan', run], folder);
  const calibration = await readJson(join(folder, run), 'calibration.json', calibrationSchema);
  const advice = await adviceIn(join(folder, run));
  ended.apply = await headroom(['apply', run, '--yes'], folder);
  const applied = await spec();
  // What was not applied is neither proven nor taken back.
  if (ended.apply.code === 0) {
    ended.verify = await headroom(['verify', run, '--applied'], folder);
    ended.rollback = await headroom(['rollback', run, '--yes'], folder);
  }
  const verification = await verificationIn(join(folder, run));
  return { ended, calibration, advice, verification, specs: { before, applied, after: await spec() } };
};

/**
 * The whole loop by the command line against a real HPA: doctor, test, plan, apply, verify, rollback. The service is made in
 * the cluster before it, and taken out after it.
 *
 * @param folder where the config and the run folders are put
 */
export const closeLoop = async (loop: Loop): Promise<LoopOutcome> => {
  const { cluster, service, folder } = loop;
  const { plane, usage } = cluster;
  await mkdir(folder, { recursive: true });
  await createService(plane, service);
  const { name, serviceTimeMs, slotsPerReplica, cpuShare } = service;
  const target = await startTarget(plane.api, usage, {
    name,
    seed: 1,
    serviceTimeMs,
    slotsPerReplica,
    busyCores: requestCores * cpuShare,
    requestTimeoutMs: 4000,
  });
  try {
    await hpaReports(plane, name);
    const config = configOf(service, target.url, await plane.kubeconfig('reader'));
    await writeFile(join(folder, 'k6.config.ts'), `export default ${JSON.stringify(config, null, 2)};\n`);
    return await runVerbs(loop);
  } finally {
    await target.close();
    await removeService(plane, name);
  }
};
