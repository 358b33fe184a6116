import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { interruptOf, listenForInterrupt } from '../../../cli/run/interrupt.ts';
import { runVerify } from '../../../cli/verify/run-verify.ts';
import { resolveConfig } from '../../../config/resolve.ts';
import { loadPlanOf } from '../../../load/plan/load-plan.ts';
import { plannedArrivalsFor } from '../../../load/plan/planned-arrivals.ts';
import { writeJson } from '../../../runs/folder.ts';
import { type LoadPlan, loadPlanSchema } from '../../../runs/schema/load-plan.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { adviceSchema, type Recommendation } from '../../../runs/schema/recommendation.ts';
import { runSchema } from '../../../runs/schema/run.ts';
import { plannedSettings, recommendation } from '../../builders/recommendation.ts';
import { completeRun, spikeConfig } from '../../builders/run.ts';
import { writeRunFolder } from '../../builders/run-folder.ts';
import { writeKubeconfig } from '../../cluster/kubeconfig.ts';
import { cpuHpaSpec, startFakeObjectApi } from '../apply/fake-object-api.ts';

const planOfSeed = (seed: number): LoadPlan => {
  const config = resolveConfig({ ...spikeConfig, seed }, 'k6.config.ts');
  const payloads = [
    { kind: 'one', bodies: [Buffer.from('{}')], contentType: 'application/json', notes: [] },
  ] as const;
  return loadPlanOf({ config, arrivals: plannedArrivalsFor(config), payloads, mix: [], firstLatencyMs: 1 });
};

/** Verifies an advice for the recorded spike with a config; nothing is fired, as it is refused. */
const verify = async (advice: Recommendation, config: object, firesMargin = false) => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-verify-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeJson(folder, 'run.json', runSchema, completeRun());
  await writeJson(folder, 'recommendation.json', adviceSchema, advice);
  await writeJson(folder, 'plan.json', loadPlanSchema, planOfSeed(2));
  const progress = { note: () => {}, status: () => {}, step: () => {}, close: () => {} };
  using interrupt = listenForInterrupt();
  const options = {
    folder,
    interrupt,
    runsFolder: folder,
    progress,
    isApplied: true,
    isAllowed: false,
    firesMargin,
  };
  const error: unknown = await runVerify(resolveConfig(config, 'k6.config.ts'), options).catch(
    (thrown: unknown) => thrown,
  );
  await expect(access(join(folder, 'applied.json')), 'nothing was applied').rejects.toThrow();
  return error;
};

const { load } = recommendation();

it('an advice for another load than the recorded one is not verified, and nothing is applied', async () => {
  const advice = recommendation({ load: { ...load, peakRatePerSecond: 40 } });
  expect(await verify(advice, spikeConfig)).toMatchObject({
    code: 'E_USAGE',
    message: expect.stringContaining('planned for 40 requests/s at the peak, the recorded load has 20'),
  });
});

it('settings that only come nearest to the SLO are not verified', async () => {
  expect(await verify(recommendation({ basis: 'leastRegret' }), spikeConfig)).toMatchObject({
    code: 'E_NOT_ENOUGH_DATA',
    message: expect.stringContaining('no settings that were tried meet the SLO'),
  });
});

it('an advice is not verified on other endpoints than the recorded ones', async () => {
  const advice = recommendation({ load: { ...load, peakRatePerSecond: 20 } });
  const endpoints = [
    { name: 'score', share: 0.5 },
    { name: 'embed', share: 0.5, path: '/embed' },
  ];
  expect(await verify(advice, { ...spikeConfig, endpoints })).toMatchObject({
    code: 'E_USAGE',
    message: expect.stringContaining('the endpoints: recorded default, now score, embed'),
  });
});

it('a margin that can’t be fired is refused before anything is applied', async () => {
  const settings = { ...plannedSettings, policy: { ...plannedSettings.policy, minReplicas: 5 } };
  const withMargin = (margin: number) =>
    recommendation({ settings, load: { ...load, peakRatePerSecond: 20, margin } });
  const limited = { ...spikeConfig, safety: { maxRatePerSecond: 21 } };
  expect(await verify(withMargin(0), limited, true)).toMatchObject({
    code: 'E_USAGE',
    message: expect.stringContaining('the margin is 0'),
  });
  expect(await verify(withMargin(0.2), limited, true)).toMatchObject({
    code: 'E_SAFETY',
    message: expect.stringContaining('at the margin the plan reaches 24 requests/s'),
  });
  expect(await verify(withMargin(0.2), { ...spikeConfig, cluster: undefined }, true)).toMatchObject({
    code: 'E_USAGE',
    message: expect.stringContaining('the config names no cluster'),
  });
});

it('the advice of another run is not verified', async () => {
  const advice = recommendation({ runs: ['another'], load: { ...load, peakRatePerSecond: 20 } });
  expect(await verify(advice, spikeConfig)).toMatchObject({
    code: 'E_RUN_FOLDER',
    details: [
      {
        what: expect.stringMatching(/is the advice of another run \(another\); this folder holds ./),
        fix: expect.stringMatching(/^headroom plan \S+ makes the advice of this run$/),
      },
    ],
  });
});

it('a load of another seed, whose plan was copied into the folder, is not fired as the recorded one', async () => {
  const settings = { ...plannedSettings, policy: { ...plannedSettings.policy, minReplicas: 5 } };
  const advice = recommendation({ settings, load: { ...load, peakRatePerSecond: 20 } });
  expect(await verify(advice, spikeConfig)).toMatchObject({
    code: 'E_RUN_FOLDER',
    message: expect.stringContaining('plan.json is the plan of another load than 20260528-202640-spike-0000'),
  });
});

it('an interruption after the settings were written tells how they are taken back', async () => {
  const metrics = [{ targetValue: 0.5 }];
  const policyOf = (minReplicas: number) =>
    policySettingsSchema.parse({ kind: 'hpa', minReplicas, maxReplicas: 20, metrics });
  const api = await startFakeObjectApi('score', cpuHpaSpec({ minReplicas: 2, maxReplicas: 20 }));
  const cluster = [{ kind: 'header', schemaVersion: 1 } as const];
  const recorded = completeRun();
  const where = { namespace: 'models', selector: 'app=score' };
  const plan = planOfSeed(recorded.seed);
  const run = {
    ...recorded,
    plannedPerSecond: plan.arrivals.perSecond,
    config: { ...recorded.config, cluster: { context: 'scripted', ...where } },
  };
  const folder = await writeRunFolder({ run, load: [], cluster, droppedLines: 0 });
  const { compared } = recommendation();
  const advice = recommendation({
    settings: { policy: policyOf(4) },
    compared: { ...compared, current: { ...compared.current, settings: { policy: policyOf(2) } } },
    load: { ...load, peakRatePerSecond: 20 },
  });
  await writeJson(folder, 'recommendation.json', adviceSchema, advice);
  await writeJson(folder, 'plan.json', loadPlanSchema, plan);
  const config = {
    ...spikeConfig,
    cluster: { kubeconfig: await writeKubeconfig({ server: api.url }), ...where },
    apply: { kubernetes: { object: 'HorizontalPodAutoscaler/score' } },
  };
  const stop = new AbortController();
  api.onWrite = async () => stop.abort();
  using interrupt = interruptOf(stop.signal);
  const progress = { note: () => {}, status: () => {}, step: () => {}, close: () => {} };
  const options = { folder, interrupt, runsFolder: folder, progress, isApplied: false, isAllowed: true };
  await expect(runVerify(resolveConfig(config, 'k6.config.ts'), options)).rejects.toMatchObject({
    code: 'E_INTERRUPTED',
    details: [
      {
        what: 'interrupted: nothing further is planned, applied or fired',
        fix: expect.stringMatching(
          /^the advised settings stay in force: headroom rollback \S+.* --yes takes them back$/,
        ),
      },
    ],
  });
  expect(api.object().spec['minReplicas']).toBe(4);
});

const { target } = spikeConfig;
it.each([
  ['address', { url: 'http://scoring.example/other' }, 'the address: recorded '],
  ['host', { url: 'http://other.example/score' }, 'now http://other.example/score'],
  ['payload', { payload: { json: { data: [2] } } }, 'the payload: recorded '],
  ['request timeout', { requestTimeoutMs: 7700 }, 'the request timeout: recorded '],
  ['kind of target', { kind: 'kubernetes' }, 'target.kind: recorded '],
])('an advice is not verified with another %s than the recorded one', async (_, change, text) => {
  const advice = recommendation({ load: { ...load, peakRatePerSecond: 20 } });
  expect(await verify(advice, { ...spikeConfig, target: { ...target, ...change } })).toMatchObject({
    code: 'E_USAGE',
    message: expect.stringContaining(text),
  });
});
