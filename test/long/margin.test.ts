import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Tuned } from '../../cli/tune/run-tune.ts';
import { exit } from '../../errors/exit-codes.ts';
import { loadPlanSchema } from '../../runs/schema/load-plan.ts';
import { runSchema } from '../../runs/schema/run.ts';
import { type Verification, verificationSchema } from '../../runs/schema/verification.ts';
import { interruptedSoon } from '../e2e/interrupted.ts';
import {
  onlyRun,
  resultOf,
  runCli,
  sandboxFor,
  startCli,
  temporaryFolder,
  writeConfig,
} from '../e2e/support.ts';

const policy = { kind: 'azureml-v1', minReplicas: 2, maxReplicas: 20, scaleDownHoldSeconds: 8 } as const;

const service = {
  serviceTimeMs: { kind: 'lognormal', meanMs: 150, scv: 0.3 },
  startupLag: {
    scheduleMs: { kind: 'constant', meanMs: 100 },
    pullMs: { kind: 'constant', meanMs: 900 },
    initMs: { kind: 'constant', meanMs: 2500 },
  },
  requestTimeoutMs: 3000,
  policy,
} as const;

const [baseline, peak] = [6, 60];
/** Between the two. */
const limited = 1.08 * peak;
const scored = '/api/v1/service/demo/score';

/**
 * What stands beside the replicas, as a router's limit does: it passes requests on, and turns away those beyond a rate that lies
 * between the recorded peak and the one at the margin. A bucket keeps chance out: at the recorded peak it never runs dry.
 */
const startLimit = async (backend: string) => {
  const limit = { perSecond: 10_000, burst: 30, left: 30, atMs: performance.now() };
  const server = createServer((incoming, answer) => {
    const nowMs = performance.now();
    const grown = limit.left + ((nowMs - limit.atMs) / 1000) * limit.perSecond;
    limit.atMs = nowMs;
    limit.left = Math.min(limit.burst, grown) - 1;
    if (limit.left < 0) {
      limit.left = 0;
      incoming.resume();
      answer.writeHead(429).end();
      return;
    }
    const { method, headers } = incoming;
    const passed = request(new URL(incoming.url ?? '', backend), { method, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    passed.on('error', () => answer.writeHead(502).end());
    incoming.pipe(passed);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { limit, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
};

const readProof = async (run: string): Promise<Verification> =>
  verificationSchema.parse(JSON.parse(await readFile(join(run, 'verification.json'), 'utf8')));

/** The service behind that limit, with a config for both. */
const startService = async () => {
  const folder = await temporaryFolder();
  const sandbox = await sandboxFor(folder, service);
  const beside = await startLimit(sandbox.scoreUrl);
  const config = await writeConfig(
    folder,
    `{
        target: { kind: 'aks-v1', url: '${beside.url}${scored}', requestTimeoutMs: 4000 },
        load: { scenario: 'spike', baselineRatePerSecond: ${baseline}, peakRatePerSecond: ${peak}, baselineSeconds: 8, holdSeconds: 20, recoverySeconds: 6 },
        slo: { maxErrorShare: 0.01 },
        cluster: { kubeconfig: '${sandbox.kubeconfigPath}', selector: 'azuremlappname=demo' },
        apply: { sandbox: '${sandbox.apiUrl}' },
        autoscaler: ${JSON.stringify(policy)},
      }`,
  );
  return { runs: join(folder, 'runs'), config, beside };
};

describe('verify --margin', () => {
  let [runs, config, run] = ['', '', ''];
  let beside: Awaited<ReturnType<typeof startLimit>>;

  beforeAll(async () => {
    ({ runs, config, beside } = await startService());
    const tested = await runCli(['test', '--config', config, '--runs', runs]);
    expect(tested.code, tested.stderr).toBe(exit.sloNotMet);
    run = await onlyRun(runs);
    const planned = await runCli(['plan', run]);
    expect(planned.code, planned.stderr).toBe(exit.ok);
  }, 120_000);
  afterAll(() => void beside.server.close());

  it('holds at the margin where nothing but the replicas limits it', async () => {
    const verified = await runCli(['verify', run, '--config', config, '--runs', runs, '--yes', '--margin']);
    expect(verified.code, verified.stdout + verified.stderr).toBe(exit.ok);
    expect(verified.stdout).toMatch(/fired once at 1\.2 times the peak: the SLO held \(\S+ % errors, p95 /i);
    const { margin, verdict } = await readProof(run);
    expect(verdict).toBe('confirmed');
    if (margin?.fired !== true) throw new Error('the margin was not fired');
    expect(margin).toMatchObject({ peakFactor: 1.2, sloHeld: true, reason: { code: 'met' } });
    expect(margin.start, 'it waits for the replicas that the first load left').toMatchObject({
      predictedReplicas: margin.start?.measuredReplicas,
    });
    const folder = join(runs, margin.runId);
    const fired = runSchema.parse(JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')));
    const plan = loadPlanSchema.parse(JSON.parse(await readFile(join(folder, 'plan.json'), 'utf8')));
    expect(fired).toMatchObject({
      provesAdviceOf: basename(run),
      peakFactor: 1.2,
    });
    expect(fired.phases.map(({ pieces }) => pieces[0]?.fromRatePerSecond)).toEqual([
      baseline,
      1.2 * peak,
      baseline,
    ]);
    expect(plan.arrivals.perSecond).toEqual(fired.plannedPerSecond);
    expect((await resultOf(folder)).verdict.met).toBe(true);
  }, 240_000);

  it('leaves the first proof written where it is interrupted at the margin', async () => {
    const cli = startCli(['verify', run, '--config', config, '--runs', runs, '--applied', '--margin']);
    await cli.shows(/Now once more at 1\.2 times the peak[\s\S]*\nrun [\s\S]*0:34 baseline/);
    const { stderr } = await interruptedSoon(cli);
    expect(stderr).toContain('E_INTERRUPTED');
    const proof = await readProof(run);
    expect(proof.verdict).toBe('confirmed');
    expect(proof.margin).toBeUndefined();
  }, 240_000);

  it('is missed where something beside the replicas can’t do more: confirmed, and exit code 5', async () => {
    beside.limit.perSecond = limited;
    const verified = await runCli([
      'verify',
      run,
      '--config',
      config,
      '--runs',
      runs,
      '--applied',
      '--margin',
    ]);
    expect(verified.stdout, verified.stderr).toContain('CONFIRMED, MARGIN MISSED');
    expect(verified.code).toBe(exit.notConfirmed);
    const { margin, verdict, sloHeld } = await readProof(run);
    expect([verdict, sloHeld]).toEqual(['confirmed', true]);
    expect(margin).toMatchObject({
      fired: true,
      sloHeld: false,
      reason: { code: 'missed', objectives: ['errorShare'] },
    });
    const missed = /fired once at 1\.2 times the peak: the SLO was missed \(\S+ % errors, p95 /i;
    for (const file of ['report.html', 'report.md', 'junit.xml'])
      expect(await readFile(join(run, file), 'utf8'), file).toMatch(missed);
    expect(await readFile(join(run, 'junit.xml'), 'utf8')).toContain('name="advice at the margin"><failure');
  }, 240_000);
});

it('tune --margin ends on no advice whose margin was missed, and plans from that run too', async () => {
  const { runs, config, beside } = await startService();
  onTestFinished(() => void beside.server.close());
  beside.limit.perSecond = limited;
  const args = ['tune', '--config', config, '--runs', runs, '--yes', '--margin', '--rounds', '2', '--json'];
  const ended = await runCli(args);
  const tuned: Tuned = JSON.parse(ended.stdout);
  expect(tuned.rounds[0]?.verification).toMatchObject({ verdict: 'confirmed', margin: { sloHeld: false } });
  expect(tuned.end).not.toBe('confirmed');
  expect(ended.code, ended.stderr).not.toBe(exit.ok);
  expect(ended.stderr).toContain('planning by 3 runs');
  expect(tuned.marginFolders.length).toBeGreaterThanOrEqual(1);
}, 480_000);
