import { randomUUID } from 'node:crypto';
import { cp, readFile, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { comparisonSchema } from '../../../runs/schema/comparison.ts';
import { canFindSchema } from '../../../runs/schema/plan/can-find.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { headroom } from '../../builders/headroom.ts';
import { headroomHere } from '../../builders/in-process.ts';
import { type RecordingOptions, recordSpike } from '../../builders/recording.ts';
import { temporaryFolder, writeRunFolder } from '../../builders/run-folder.ts';

const policy = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 });
const short = { policy, baselineSeconds: 10, holdSeconds: 30, recoverySeconds: 20 };
const record = (options: Partial<RecordingOptions> = {}, id: string = randomUUID()) => {
  const recording = recordSpike({ ...short, ...options });
  return writeRunFolder({ ...recording, run: { ...recording.run, id } });
};

const slower = { kind: 'lognormal', meanMs: 400, scv: 0.25 } as const;

describe('headroom compare', () => {
  it('finds no difference between two runs of one service', async () => {
    const { code, stdout } = await headroom(['compare', await record(), await record({ seed: 5 })]);
    expect(stdout).not.toMatch(/(worse|better): in/i);
    expect(stdout.trimEnd().split('\n\n').at(-1)).toMatch(/^[=?] (Same|Can't tell): /);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^next: headroom (open|test --repeat \d)/);
    expect([0, 8]).toContain(code);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('finds a service that has become slower, and fails the build', async () => {
    const [base, other] = [await record(), await record({ service: slower })];
    const file = join(await temporaryFolder(), 'compared.html');
    const { code, stdout } = await headroomHere(['compare', base, other, '--json', '--html', file]);
    expect(code).toBe(3);
    const page = await readFile(file, 'utf8');
    expect(page).toMatch(/<h1>✗ Worse: /);
    for (const id of ['failed', 'p95', 'ready']) expect(page).toContain(`<div class="panel" id="${id}">`);
    const { verdict, figures, effects, simulatedRuns, sameArrivals } = comparisonSchema.parse(
      JSON.parse(stdout),
    );
    expect(verdict).toBe('worse');
    expect(sameArrivals).toBe(true);
    const service = figures.find(({ figure }) => figure === 'serviceTime')!;
    expect(service.verdict).toBe('worse');
    expect(service.difference!.low).toBeGreaterThan(100);
    expect(service.difference!.high).toBeLessThan(300);
    const effect = effects.find(({ of }) => of === 'serviceTime')!;
    expect(effect.verdict).toBe('worse');
    expect(effect.p95Latency).toBeGreaterThan(0);
    expect(simulatedRuns).toBeGreaterThan(20);
    expect(figures.find(({ figure }) => figure === 'p95Latency')?.verdict).toBe('worse');
  });

  it('counts the runs that met their own SLO, and tells where these differ', async () => {
    const withSlo = async (maxErrorShare: number) => {
      const recording = recordSpike(short);
      const { config } = recording.run;
      const endpoints = config.endpoints!.map((endpoint) => ({ ...endpoint, slo: { maxErrorShare } }));
      const run = { ...recording.run, id: randomUUID(), config: { ...config, endpoints } };
      return writeRunFolder({ ...recording, run });
    };
    const [strict, lax] = [await withSlo(0), await withSlo(0.99)];
    const { stdout } = await headroomHere(['compare', strict, lax, '--json']);
    const { metSlo, sameSlo } = comparisonSchema.parse(JSON.parse(stdout));
    expect(metSlo).toEqual({ base: 0, compared: 1 });
    expect(sameSlo).toBe(false);
  });

  it('finds a start-up that has become slower by its own times', async () => {
    const startupLag = { kind: 'lognormal', meanMs: 14_000, scv: 0.1 } as const;
    const [base, other] = [await record(), await record({ startupLag, seed: 2 })];
    const { stdout } = await headroomHere(['compare', base, other, '--json']);
    const { figures, effects } = comparisonSchema.parse(JSON.parse(stdout));
    expect(figures.find(({ figure }) => figure === 'startupLag')?.verdict).toBe('worse');
    expect(figures.find(({ figure }) => figure === 'serviceTime')?.verdict).not.toBe('worse');
    expect(effects.map(({ of }) => of)).toEqual(['startupLag']);
  });

  it('says before any further run how small a difference it would find', async () => {
    const base = await record();
    const { code, stdout } = await headroomHere(['compare', base, '--can-find']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^typical service time +\S+ ms( +\+\S+ ms){4}$/m);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('says it as JSON too, takes a stated tolerance for the least, and refuses a page of what it has not compared', async () => {
    const base = await record();
    const asked = ['compare', base, '--can-find', '--json'];
    const { stdout } = await headroomHere([...asked, '--tolerance', 'overhead=5s']);
    const { runs, figures } = canFindSchema.parse(JSON.parse(stdout));
    expect(runs).toEqual([1, 2, 4, 8]);
    expect(figures.map(({ figure }) => figure)).toContain('p95Latency');
    expect(figures.find(({ figure }) => figure === 'routerOverhead')!.least).toEqual([
      5000, 5000, 5000, 5000,
    ]);
    const page = await headroomHere([...asked, '--html', join(await temporaryFolder(), 'compared.html')]);
    expect(page.code).toBe(2);
    expect(page.stderr).toContain('E_USAGE: --can-find compares nothing, so there is no page to write');
    expect((await headroomHere([...asked, '--tolerance=p96=5%'])).code).toBe(2);
  });

  it('refuses unlike loads unless it is told', async () => {
    const [base, other] = [await record(), await record({ peakRate: 90 })];
    const refused = await headroomHere(['compare', base, other]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('the rates of their phases');
    expect((await headroomHere(['compare', base, other, '--unlike'])).stdout).toContain(
      'Warning: the loads differ',
    );
  });

  it('refuses to compare a run with itself, by whatever path', async () => {
    const base = await temporaryFolder();
    const { code, stderr } = await headroomHere(['compare', base, `${base}/../${basename(base)}`]);
    expect(code).toBe(2);
    expect(stderr).toContain('E_USAGE: the same run is named twice');
  });

  it('refuses copies of one run, on one side, across sides, before it says what it can find', async () => {
    const [base, other] = [await record({}, 'one'), await record()];
    const folder = await temporaryFolder();
    const [copy, link] = [join(folder, 'copy'), join(folder, 'link')];
    await cp(base, copy, { recursive: true });
    await symlink(base, link);
    for (const asked of [
      [base, copy],
      [other, base, copy],
      [base, other, '--also-base', copy],
      [base, copy, '--can-find'],
    ]) {
      const { code, stderr } = await headroomHere(['compare', ...asked]);
      expect(code).toBe(2);
      expect(stderr).toContain('E_USAGE: two folders hold the same run, one: ');
      expect(stderr).toContain('headroom test --repeat 2');
    }
    expect((await headroomHere(['compare', base, link])).stderr).toContain('the same run is named twice');
  });

  it('compares with a baseline by its name', async () => {
    const [runs, other] = [await temporaryFolder(), await record({ service: slower })];
    await cp(await record(), join(runs, 'base'), { recursive: true });
    const { stdout: named } = await headroomHere(['runs', 'baseline', 'main', '--runs', runs]);
    expect(named).toBe(`baseline main: ${join(runs, 'base')}\n`);
    const args = ['compare', other, '--baseline', 'main', '--runs-folder', runs, '--json'];
    const { code, stdout } = await headroomHere(args);
    expect(code).toBe(3);
    expect(comparisonSchema.parse(JSON.parse(stdout)).verdict).toBe('worse');
    expect(await headroomHere(['compare', other])).toMatchObject({ code: 2 });
  });

  it('takes tolerances, and refuses what it does not understand', async () => {
    const [base, other] = [await record(), await record({ service: slower })];
    const generous = ['--tolerance', 'p95=900%', '--tolerance', 'errors=100%'];
    expect((await headroomHere(['compare', base, other, ...generous])).code).toBe(0);
    const { code, stderr } = await headroomHere(['compare', base, other, '--tolerance=p96=5%']);
    expect(code).toBe(2);
    expect(stderr).toContain('--tolerance is "p96=5%"');
  });
});
