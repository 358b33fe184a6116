import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { comparisonSchema } from '../../../runs/schema/comparison.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { runSchema } from '../../../runs/schema/run.ts';
import type { Verification } from '../../../runs/schema/verification.ts';
import { startAgent } from '../../builders/agent.ts';
import { headroomHere } from '../../builders/in-process.ts';
import { marginHeld, marginMissed, spikeAdvice, spikeProof } from '../../builders/planned-report.ts';
import { recordSpike } from '../../builders/recording.ts';
import { temporaryFolder, writeRunFolder } from '../../builders/run-folder.ts';

const policy = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 });
const record = (seed: number) => {
  const recording = recordSpike({ policy, seed, baselineSeconds: 10, holdSeconds: 30, recoverySeconds: 20 });
  return writeRunFolder({ ...recording, run: { ...recording.run, id: `run-${seed}` } });
};

describe('headroom mcp', () => {
  let call: Awaited<ReturnType<typeof startAgent>>['call'];
  beforeAll(async () => {
    const agent = await startAgent([], { isShared: true });
    call = agent.call;
    return agent.close;
  });

  it('lists tools that read; without a config none that fires', async () => {
    const { tools } = await startAgent([], { cwd: await temporaryFolder() });
    expect((await tools()).map(({ name, annotations }) => [name, annotations?.readOnlyHint])).toEqual([
      ['runs', true],
      ['what_if', true],
      ['why', true],
      ['is_it_proven', true],
      ['compare', true],
    ]);
  });

  it('says why requests failed, as headroom explain does', async () => {
    const run = await record(3);
    const agent = await startAgent(['--runs', dirname(run)]);
    const { text, data } = await agent.call('why', { run: basename(run) });
    const { stdout } = await headroomHere(['explain', run, '--json']);
    expect(data).toEqual(JSON.parse(stdout));
    expect(text).toContain('503');
  });

  it('simulates the recorded service with other settings, as headroom simulate --from does', async () => {
    const run = await record(3);
    const { text, data } = await call('what_if', {
      run,
      min: 25,
      change: { router: { queueWaitLimitMs: 1000 } },
    });
    const given = ['--min', '25', '--change', '{"router": {"queueWaitLimitMs": 1000}}', '--json'];
    const { stdout } = await headroomHere(['simulate', '--from', run, ...given]);
    const shares = (simulations: unknown) =>
      (simulations as readonly { readonly outcomes: unknown }[]).map(({ outcomes }) => outcomes);
    expect(shares(data['simulations'])).toEqual(shares(JSON.parse(stdout)));
    expect(text).toContain('what if');
  });

  it('refuses a what-if question that is asked twice in two ways, or that no simulation would end', async () => {
    const run = await record(3);
    const fixed = await call('what_if', { run, min: 8, replicas: 4 });
    expect(fixed).toMatchObject({ isError: true, text: expect.stringContaining('--replicas is a fixed') });
    const twice = await call('what_if', { run, min: 8, change: { policy: { minReplicas: 4 } } });
    expect(twice).toMatchObject({ isError: true, text: expect.stringContaining('policy.minReplicas') });
    const endless = await call('what_if', {
      run,
      min: Number.MAX_SAFE_INTEGER,
      max: Number.MAX_SAFE_INTEGER,
    });
    expect(endless).toMatchObject({ isError: true, text: expect.stringContaining('at most 10000 replicas') });
  });

  it('tells an advice that is proven from one that is not', async () => {
    const run = await record(3);
    expect((await call('is_it_proven', { run })).data).toEqual({ isProven: false, hasAdvice: false });
    const advice = spikeAdvice();
    const nearest = spikeAdvice({ basis: 'leastRegret' });
    await writeFile(join(run, 'recommendation.json'), JSON.stringify(nearest));
    expect((await call('is_it_proven', { run })).data).toEqual({ isProven: false, hasAdvice: false });
    await writeFile(join(run, 'recommendation.json'), JSON.stringify(advice));
    expect((await call('is_it_proven', { run })).data).toEqual({ isProven: false, hasAdvice: true });
    const { id } = runSchema.parse(JSON.parse(await readFile(join(run, 'run.json'), 'utf8')));
    const proven = async (change: Partial<Verification>): Promise<unknown> => {
      const proof = spikeProof({ plannedFrom: id, settings: advice.settings, ...change });
      await writeFile(join(run, 'verification.json'), JSON.stringify(proof));
      return (await call('is_it_proven', { run })).data['isProven'];
    };
    expect(await proven({ verdict: 'confirmed' })).toBe(true);
    expect(await proven({ verdict: 'confirmed', margin: marginHeld })).toBe(true);
    expect(await proven({ verdict: 'confirmed', margin: marginMissed })).toBe(false);
    expect((await call('is_it_proven', { run })).text).toContain(
      'Fired once at 1.2 times the peak: the SLO was missed',
    );
    expect(await proven({ verdict: 'predictionOff' })).toBe(false);
    expect(await proven({ verdict: 'confirmed', plannedFrom: 'another run' })).toBe(false);
  });

  it('names no command for the advice of a demo, whose service has ended', async () => {
    const recording = recordSpike({
      policy,
      seed: 3,
      baselineSeconds: 10,
      holdSeconds: 30,
      recoverySeconds: 20,
    });
    const run = await writeRunFolder({ ...recording, run: { ...recording.run, isDemo: true } });
    await writeFile(join(run, 'recommendation.json'), JSON.stringify(spikeAdvice()));
    const { text } = await call('is_it_proven', { run });
    expect(text).toMatch(/^Not proven: .* The service of a demo ends with it/);
    expect(text).not.toContain('headroom verify');
  });

  it('compares runs, with a tolerance', async () => {
    const [base, run] = [await record(3), await record(5)];
    const { text, data } = await call('compare', { base, runs: [run], tolerance: ['p95=5%'] });
    expect(comparisonSchema.parse(data).figures.length).toBeGreaterThan(3);
    expect(text).toMatch(/^[=?] (Same|Can't tell): /m);
  });

  it('answers a fault with its fix, and refuses arguments that it does not know', async () => {
    const missing = await call('why', { run: 'no-such-run' });
    expect(missing).toMatchObject({
      isError: true,
      text: expect.stringMatching(/^E_RUN_FOLDER: [\s\S]*fix: /),
    });
    const unknown = await call('why', { run: 'a', verbose: true });
    expect(unknown).toMatchObject({ isError: true, text: expect.stringContaining('verbose') });
  });
});
