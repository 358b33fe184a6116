import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { planRuns } from '../../../cli/plan/run-plan.ts';
import type { TargetKind } from '../../../planner/platforms/index.ts';
import { type DialectName, dialects, type ScalingSettings } from '../../../planner/settings/index.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { adviceSchema, type Recommendation } from '../../../runs/schema/recommendation.ts';
import { endpointsOf } from '../../../runs/schema/recorded-endpoints.ts';
import { recordSpike } from '../../builders/recording.ts';

/** The client of the recorded run gave up after this: shorter than any platform documents. */
const clientTimeoutMs = 3_000;

type Service = {
  readonly name: DialectName;
  readonly target: TargetKind;
  readonly policy: object;
  /** The user's own file: it says more, and other things, than the config does. */
  readonly own: ScalingSettings;
};

/** One service for each autoscaler that has a settings file. */
export const services: readonly Service[] = [
  {
    name: 'azureml-v1',
    target: 'aks-v1',
    policy: { minReplicas: 3, maxReplicas: 30 },
    own: { minReplicas: 3, maxReplicas: 31, requestTimeoutMs: 60_000, queueWaitMs: 500, refreshSeconds: 5 },
  },
  {
    name: 'azureml-v2',
    target: 'aks-v2',
    policy: { minReplicas: 3, maxReplicas: 30 },
    own: { minReplicas: 3, maxReplicas: 31, requestTimeoutMs: 90_000, queueWaitMs: 700, refreshSeconds: 2 },
  },
  {
    name: 'hpa',
    target: 'kubernetes',
    policy: { minReplicas: 3, maxReplicas: 30, metrics: [{ targetValue: 0.5 }] },
    own: {
      minReplicas: 3,
      maxReplicas: 31,
      targetUtilization: 0.5,
      behavior: { scaleDown: { selectPolicy: 'Max', stabilizationWindowSeconds: 120 } },
    },
  },
  {
    name: 'keda-http',
    target: 'kubernetes',
    policy: { minReplicas: 3, maxReplicas: 30, targetValue: 1 },
    own: { minReplicas: 3, maxReplicas: 31, cooldownSeconds: 60, requestTimeoutMs: 120_000 },
  },
  {
    name: 'knative',
    target: 'kubernetes',
    policy: { minReplicas: 3, maxReplicas: 30, target: 1 },
    own: {
      minReplicas: 3,
      maxReplicas: 31,
      target: 1,
      scaleDownDelaySeconds: 90,
      requestTimeoutMs: 600_000,
    },
  },
];

/** The one in `npm test`: its file also says how long requests wait and last. test/long has the others. */
export const quick: DialectName = 'azureml-v1';

const lines = (entries: readonly unknown[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

/** A planned run folder of a service whose client had little patience, with a settings file of the user's. */
const planOf = async ({ name, target, policy, own }: Service) => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-settings-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { run, load, cluster } = recordSpike({
    policy: policySettingsSchema.parse({ kind: name, ...policy }),
    peakRate: 40,
    baselineSeconds: 10,
    holdSeconds: 30,
    recoverySeconds: 20,
  });
  const config = {
    ...run.config,
    target: { ...run.config.target, kind: target },
    endpoints: endpointsOf(run.config).map((endpoint) => ({
      ...endpoint,
      requestTimeoutMs: clientTimeoutMs,
    })),
  };
  await writeFile(join(folder, 'run.json'), JSON.stringify({ ...run, config }));
  await writeFile(join(folder, 'load.ndjson'), lines(load));
  await writeFile(join(folder, 'cluster.ndjson'), lines(cluster));
  const dialect = dialects[name];
  const notes: string[] = [];
  const ownSettings = join(folder, dialect.fileName);
  await writeFile(ownSettings, dialect.write('', own));
  await planRuns([folder], {
    ownSettings,
    choicesFor: () => ({ draws: 20, confidence: 0.8 }),
    note: (line) => notes.push(line),
  });
  const textOf = (file: string): Promise<string> => readFile(join(folder, file), 'utf8');
  const advice = adviceSchema.parse(JSON.parse(await textOf('recommendation.json')));
  if (advice.kind !== 'advice') throw new Error(JSON.stringify(advice.reasons));
  return {
    advice,
    notes,
    fresh: dialect.read(await textOf(`settings/${dialect.fileName}`)),
    patched: dialect.read(await textOf(`settings/patched-${dialect.fileName}`)),
  };
};

/** What every advice decides of a file. */
const alwaysDecided = ['minReplicas', 'maxReplicas', 'targetUtilization', 'metric', 'targetValue'];

/** The keys that this advice decides: those, and whatever it changes. The rest of a file is the user's. */
const decidedBy = ({ settings, compared }: Recommendation): readonly string[] => {
  const inUse = new Map<string, unknown>(Object.entries(compared.current.settings.policy));
  const changed = Object.entries(settings.policy)
    .filter(([key, value]) => JSON.stringify(inUse.get(key)) !== JSON.stringify(value))
    .map(([key]) => key);
  const ofRouter = Object.keys(settings).filter((key) => key !== 'policy');
  return [...alwaysDecided, ...changed, ...ofRouter];
};

const without = (settings: ScalingSettings, keys: readonly string[]): object =>
  Object.fromEntries(Object.entries(settings).filter(([key]) => !keys.includes(key)));

/** Plans for a service, and holds that its settings files say nothing that was neither read, measured nor decided. */
export const holdsWhatIsWritten = async (service: Service): Promise<void> => {
  const { advice, notes, fresh, patched } = await planOf(service);
  const { queueWaitMs, requestTimeoutMs } = advice.settings;
  expect(requestTimeoutMs).toBeUndefined();
  expect(fresh.requestTimeoutMs).toBeUndefined();
  expect(fresh.queueWaitMs).toBe(queueWaitMs ?? undefined);
  expect(patched.requestTimeoutMs).toBe(service.own.requestTimeoutMs);
  expect(patched.queueWaitMs).toBe(queueWaitMs ?? service.own.queueWaitMs);
  const decided = decidedBy(advice);
  expect(without(patched, decided)).toEqual(without(service.own, decided));
  expect(notes).toContainEqual(
    expect.stringContaining(
      `maxReplicas is 31 in your file and 30 in what was simulated: the copy has ${patched.maxReplicas}`,
    ),
  );
  const read = Object.keys(service.policy);
  expect(without(fresh, [...decided, ...read])).toEqual({});
};
