import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whatIf } from '../../../cli/mcp/read-tools.ts';
import { calibrate } from '../../../planner/calibrate/calibrate.ts';
import { parseModel } from '../../../runs/schema/model/model.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import type { Simulation } from '../../../runs/schema/simulation.ts';
import { hpaFrom } from '../../builders/hpa.ts';
import { headroomHere } from '../../builders/in-process.ts';
import { recordSpike, withSpared } from '../../builders/recording.ts';
import { writeRunFolder } from '../../builders/run-folder.ts';

const policy = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 });
/** One in which chance was even: a single run of this service may lose 4 to 16 % of its requests. */
const recording = recordSpike({ policy, seed: 3 });

/** One for what does not depend on what was recorded: the less is simulated. */
const brief = recordSpike({ policy, baselineSeconds: 10, holdSeconds: 20, recoverySeconds: 10 });

/** Share of the recorded requests that got 503. */
const recordedShare = ((): number => {
  const counts = recording.load.flatMap((line) => (line.kind === 'counts' ? [line.outcomes] : []));
  const sumOf = (pick: (outcomes: Record<string, number>) => number): number =>
    counts.reduce((sum, outcomes) => sum + pick(outcomes), 0);
  return (
    sumOf((outcomes) => outcomes['503'] ?? 0) /
    sumOf((outcomes) => Object.values(outcomes).reduce((sum, n) => sum + n, 0))
  );
})();

const asked = async (...args: readonly string[]): Promise<Simulation[]> => {
  const folder = await writeRunFolder(recording);
  const { code, stdout, stderr } = await headroomHere(['simulate', '--from', folder, '--json', ...args]);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return [JSON.parse(stdout)].flat();
};

const rejectedOf = ({ outcomes }: Simulation): number => outcomes['503']!.mid;

describe('headroom simulate --from a recorded run', () => {
  it('comes near what was recorded, under the recorded load and settings', async () => {
    const [asRecorded, ...others] = await asked();
    expect(others).toEqual([]);
    expect(asRecorded!.name).toBe(recording.run.id);
    expect(recordedShare).toBeGreaterThan(0.02);
    expect(Math.abs(rejectedOf(asRecorded!) - recordedShare)).toBeLessThan(0.02);
  });

  it('answers what would have happened with other settings, beside the recorded ones', async () => {
    const [asRecorded, warm] = await asked('--min', '25');
    expect(warm!.name).toBe('what if');
    expect(rejectedOf(warm!)).toBeLessThan(rejectedOf(asRecorded!) / 2);
    expect(warm!.replicas.mean).toBeGreaterThan(25 - 0.01);
    const [, fixed] = await asked('--replicas', '7');
    expect(fixed!.replicas).toMatchObject({ mean: 7, max: 7 });
  });

  it('lets the peak be higher, and any field of the model be another', async () => {
    const [asRecorded, higher] = await asked('--peak', '2x');
    // The baseline stays: 90 s at 10/s, 60 s at 60/s and then 120/s.
    expect(asRecorded!.requests).toBe(4500);
    expect(higher!.requests).toBe(8100);
    const [, patient] = await asked('--change', '{"router": {"queueWaitLimitMs": null}}');
    expect(rejectedOf(patient!)).toBe(0);
  });

  it('prints a model that this verb takes, with the same answer', async () => {
    const folder = await writeRunFolder(brief);
    const from = ['simulate', '--from', folder, '--target', '0.5'];
    const { stdout: model } = await headroomHere([...from, '--print-model']);
    expect(parseModel(JSON.parse(model)).policy).toMatchObject({ targetUtilization: 0.5, maxReplicas: 30 });
    await writeFile(join(folder, 'model.json'), model);
    const direct = await headroomHere([...from, '--json']);
    const file = await headroomHere(['simulate', join(folder, 'model.json'), '--json']);
    const timeless = ({ elapsedMs: _, simulatedRequestsPerSecond: __, ...answer }: Simulation) => answer;
    expect(timeless(JSON.parse(file.stdout))).toEqual(timeless(JSON.parse(direct.stdout)[1]));
  });

  it('says beside the table what was recorded', async () => {
    const folder = await writeRunFolder(brief);
    const { stdout } = await headroomHere(['simulate', '--from', folder, '--max', '5']);
    expect(stdout).toMatch(new RegExp(`^measure +${brief.run.id} +what if$`, 'm'));
    expect(stdout).toMatch(/Recorded in \S+: 200 [\d.]+ %, 503 [\d.]+ %; latency p50 \/ p95 \/ p99/);
    expect(stdout).toContain(
      'the mean of the simulated runs, with its 95 % interval; a single run may lie outside',
    );
    expect(stdout).toContain('Simulated are other arrivals at the recorded rates');
  });

  it('says that unchanged settings are simulated otherwise than recorded, in the words of a plan and of capacity', async () => {
    const folder = await writeRunFolder(
      withSpared(recordSpike({ policy, holdSeconds: 30, recoverySeconds: 30 })),
    );
    const inWords = (text: string): string | undefined =>
      /Under the settings in use, [\d.]+ % of the recorded requests failed, in simulation [\d.]+ % to [\d.]+ % do\./.exec(
        text.replace(/\s+/g, ' '),
      )?.[0];
    const { stdout } = await headroomHere(['simulate', '--from', folder]);
    expect(inWords(stdout)).toBeDefined();
    expect(inWords((await whatIf({ run: folder, peak: '2x' })).text)).toBe(inWords(stdout));
    expect(inWords((await headroomHere(['capacity', folder])).stdout)).toBe(inWords(stdout));
  });

  it('simulates no service of which nothing was recorded, unless its service time is given', async () => {
    const folder = await writeRunFolder({ ...brief, load: [], cluster: [] });
    const { code, stderr } = await headroomHere(['simulate', '--from', folder]);
    expect([code, stderr]).toEqual([
      4,
      expect.stringContaining('E_NOT_ENOUGH_DATA: no answer of this run states'),
    ]);
    const service = '{"service": {"kind": "lognormal", "meanMs": 200, "scv": 0.25}}';
    const given = await headroomHere(['simulate', '--from', folder, '--change', service]);
    expect([given.code, given.stdout]).toEqual([0, expect.stringContaining('no answer.')]);
    expect(given.stdout).toContain('so the start-up lag is assumed');
  });

  it('refuses a run that its own simulation contradicts, as headroom capacity does, and still prints its model', async () => {
    const one = policySettingsSchema.parse({ kind: 'fixed', replicas: 1 });
    const lengths = { holdSeconds: 30, recoverySeconds: 30 };
    const { run, ...recorded } = recordSpike({ policy: one, slots: 16, hidesServiceTime: true, ...lengths });
    const target = { ...run.config.target, slotsPerReplica: 1 };
    const folder = await writeRunFolder({ ...recorded, run: { ...run, config: { ...run.config, target } } });
    const { code, stdout, stderr } = await headroomHere(['simulate', '--from', folder, '--peak', '2x']);
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toMatch(/E_NOT_ENOUGH_DATA: the run can’t carry .* 0 % of the recorded requests failed/);
    const fixOf = (text: string): string | undefined => /fix: .*/.exec(text)?.[0];
    expect(fixOf(stderr)).toContain('target.slotsPerReplica');
    expect(fixOf(stderr)).toBe(fixOf((await headroomHere(['capacity', folder])).stderr));
    const printed = await headroomHere(['simulate', '--from', folder, '--print-model']);
    expect(parseModel(JSON.parse(printed.stdout)).replica.slots).toBe(1);
    await expect(whatIf({ run: folder, peak: '2x' })).rejects.toMatchObject({ code: 'E_NOT_ENOUGH_DATA' });
    const isDemo = true as const;
    const demo = await writeRunFolder({
      ...recorded,
      run: { ...run, isDemo, config: { ...run.config, target } },
    });
    for (const asked of [
      ['simulate', '--from', demo, '--peak', '2x'],
      ['capacity', demo],
    ])
      expect(fixOf((await headroomHere(asked)).stderr)).toMatch(/^fix: headroom demo makes an advice/);
  });

  it('says that a recording ends early, as the whole load is simulated', async () => {
    const run = { ...brief.run, status: 'interrupted' as const };
    const folder = await writeRunFolder({ ...brief, run });
    const { stdout } = await headroomHere(['simulate', '--from', folder]);
    expect(stdout).toContain('The recording ends early: what is simulated is the whole load.');
  });

  it('begins as the recording did where an earlier load had left replicas, and says so', async () => {
    const raised = recordSpike({
      policy: hpaFrom(20),
      configured: hpaFrom(1),
      targetKind: 'kubernetes',
      baselineSeconds: 10,
      holdSeconds: 30,
      recoverySeconds: 20,
      startupLag: { kind: 'constant', meanMs: 30_000 },
    });
    const from = ['simulate', '--from', await writeRunFolder(raised)];
    const asked = async (...args: readonly string[]) => (await headroomHere([...from, ...args])).stdout;
    const startOf = async (...args: readonly string[]) =>
      parseModel(JSON.parse(await asked(...args, '--print-model'))).initialReplicas;
    expect(await startOf()).toBe(20);
    expect(await startOf('--peak', '2x')).toBe(20);
    expect(await startOf('--min', '2')).toBeUndefined();
    expect(await startOf('--change', '{"initialReplicas": 4}')).toBe(4);
    expect(JSON.parse(await asked('--json')).outcomes.ok.mid).toBeGreaterThan(0.99);
    expect(await asked('--min', '2')).toContain(
      'The recording began with 20 ready replicas, where the settings in use keep 1 without load: so does a simulation of these settings.',
    );
  });

  it('says with how many replicas it begins where nobody saw those of the recording', async () => {
    const ample = recordSpike({
      policy: policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 25, maxReplicas: 30 }),
      baselineSeconds: 10,
      holdSeconds: 20,
      recoverySeconds: 10,
    });
    const folder = await writeRunFolder({ ...ample, cluster: [] });
    const { stdout } = await headroomHere(['simulate', '--from', folder]);
    expect(stdout).toContain('Nobody saw with how many replicas the recording began');
  });

  it('takes the calibration that a plan has left, and refuses a broken one and one of another run', async () => {
    const folder = await writeRunFolder(brief);
    const known = calibrate([brief]);
    const slower = { ...known, slotsPerReplica: { ...known.slotsPerReplica, value: 4 } };
    const file = join(folder, 'calibration.json');
    await writeFile(file, JSON.stringify(slower));
    const { stdout } = await headroomHere(['simulate', '--from', folder, '--print-model']);
    expect(parseModel(JSON.parse(stdout)).replica.slots).toBe(4);
    for (const [text, why] of [
      ['{}', 'it is broken'],
      [JSON.stringify({ ...known, runs: ['another'] }), 'it was made from other runs (another)'],
    ] as const) {
      await writeFile(file, text);
      const { code, stderr } = await headroomHere(['simulate', '--from', folder]);
      expect(code).toBe(2);
      expect(stderr).toContain(`E_RUN_FOLDER: calibration.json can't be used: ${why}`);
    }
  });

  it.each([
    [
      'no JSON',
      ['--change', '{'],
      'E_USAGE: --change is "{"\n  fix: give the fields to change as a JSON object',
    ],
    ['a field that no model has', ['--change', '{"ruoter": {}}'], 'E_MODEL'],
    ['bounds out of order', ['--min', '40'], 'minReplicas 40 is above maxReplicas 30'],
    ['no factor', ['--peak', 'high'], 'E_USAGE: --peak is "high"'],
  ])('refuses %s', async (_, args, message) => {
    const folder = await writeRunFolder(brief);
    const { code, stderr } = await headroomHere(['simulate', '--from', folder, ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('needs something to simulate, and a recorded run for what-if options', async () => {
    const nothing = await headroomHere(['simulate']);
    expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining('nothing to simulate')]);
    const noRun = await headroomHere(['simulate', 'model.json', '--min', '3']);
    expect([noRun.code, noRun.stderr]).toEqual([2, expect.stringContaining('from')]);
    const noModel = await headroomHere(['simulate', '--print-model']);
    expect([noModel.code, noModel.stderr]).toEqual([2, expect.stringContaining('--from')]);
  });
});
