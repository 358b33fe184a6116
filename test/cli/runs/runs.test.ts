import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { baselineFolder } from '../../../cli/runs/baselines.ts';
import { findRun } from '../../../cli/runs/find-run.ts';
import { listRuns } from '../../../cli/runs/list-runs.ts';
import { printRuns, pruneRuns, setBaseline } from '../../../cli/runs/run-runs.ts';
import { HeadroomError } from '../../../errors/headroom-error.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { runListSchema } from '../../../runs/schema/run-list.ts';
import { catchOutput } from '../../builders/command-output.ts';
import { marginMissed, spikeAdvice, spikeProof } from '../../builders/planned-report.ts';
import { recordSpike } from '../../builders/recording.ts';
import { completeRun } from '../../builders/run.ts';
import { writeRunFolder } from '../../builders/run-folder.ts';

const output = catchOutput();

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 10, 28, 12);
const commit = { id: '0123456789abcdef0123456789abcdef01234567', branch: 'main', hasChanges: false };

const nameOf = (day: number): string => `2026-11-${String(day).padStart(2, '0')}-120000-spike-0000`;

/** A run of noon on a day of November, with a result that says so much. */
const record = async (
  day: number,
  change: Parameters<typeof completeRun>[0] = {},
  met: boolean | null = true,
) => {
  const id = nameOf(day);
  const folder = join(output.folder, id);
  await mkdir(folder);
  const run = completeRun({ id, createdAtMs: Date.UTC(2026, 10, day, 12), ...change });
  await writeFile(join(folder, 'run.json'), JSON.stringify(run));
  await writeFile(join(folder, 'result.json'), JSON.stringify({ verdict: { met } }));
  return folder;
};

const refusal = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.catch((error: unknown) => error);
const printed = (): string => output.printed.join('\n');
const list = (json = false, tag?: string) => printRuns(output.folder, { json, tag, nowMs });

describe('headroom runs', () => {
  it('lists runs, newest first, with verdict, peak, age and labels, within 80 columns', async () => {
    await record(20, {}, false);
    await record(28, { title: 'After the fix', tags: ['nightly'], commit, createdAtMs: nowMs - 7_500_000 });
    await record(27, { title: 'long words '.repeat(9).trim() }, null);
    await list();
    const lines = printed().split('\n');
    expect(lines[0]).toMatch(/^run +verdict +peak +when +advice$/);
    expect(lines[1]).toMatch(new RegExp(`^${nameOf(28)} +✓ met +20/s +2 h ago$`));
    expect(lines[2]).toBe('  After the fix · commit 012345678 (main) · #nightly');
    expect(printed()).toMatch(/✗ not met +20\/s +8 d ago/);
    expect(lines.at(-1)).toBe(`next: headroom open ${join(output.folder, nameOf(28))}`);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('takes no verdict from the result of another run that was copied into the folder', async () => {
    const verdicts = { [nameOf(20)]: 'met', [nameOf(21)]: 'unknown' };
    for (const id of Object.keys(verdicts)) {
      const result = { run: { id: nameOf(20) }, verdict: { met: true } };
      await writeFile(join(await record(Number(id.slice(8, 10))), 'result.json'), JSON.stringify(result));
    }
    const listed = (await listRuns(output.folder)).filter((entry) => entry.kind === 'run');
    expect(Object.fromEntries(listed.map(({ id, verdict }) => [id, verdict]))).toEqual(verdicts);
  });

  it('says of an advice whether it is proven, and only by a proof of that very advice', async () => {
    const plan = (folder: string, file: string, value: unknown) =>
      writeFile(join(folder, file), JSON.stringify(value));
    const [proven, changed, open] = [await record(3), await record(2), await record(1)];
    await plan(await record(0), 'recommendation.json', spikeAdvice({ runs: [nameOf(3)] }));
    await plan(await record(4), 'recommendation.json', spikeAdvice({ basis: 'leastRegret' }));
    for (const folder of [proven, changed, open]) await plan(folder, 'recommendation.json', spikeAdvice());
    await plan(proven, 'verification.json', { ...spikeProof(), plannedFrom: nameOf(3) });
    await plan(changed, 'verification.json', {
      ...spikeProof(),
      plannedFrom: nameOf(2),
      settings: { ...spikeProof().settings, queueWaitMs: 1 },
    });
    const runs = await listRuns(output.folder);
    expect(runs.map((run) => run.kind === 'run' && run.advice)).toEqual([
      'none',
      'confirmed',
      'notProven',
      'notProven',
      'none',
    ]);
  });

  it('tells a margin that was missed, and a run that fired one from a re-run', async () => {
    const planned = await record(3);
    const proof = { ...spikeProof({ margin: marginMissed }), plannedFrom: nameOf(3) };
    await writeFile(join(planned, 'recommendation.json'), JSON.stringify(spikeAdvice()));
    await writeFile(join(planned, 'verification.json'), JSON.stringify(proof));
    await record(4, { provesAdviceOf: nameOf(3) });
    await record(5, { provesAdviceOf: nameOf(3), peakFactor: 1.2 });
    await list();
    expect(printed()).toMatch(new RegExp(`^${nameOf(3)} .*! margin missed$`, 'm'));
    expect(printed()).toContain(`  re-run of ${nameOf(3)}\n`);
    expect(printed()).toContain(`  ${nameOf(3)} at 1.2 times the peak\n`);
  });

  it('says that nothing is to prove where the settings in use are kept', async () => {
    const advice = spikeAdvice();
    const current = { ...advice.compared.current, settings: advice.settings };
    const kept = { ...advice, compared: { ...advice.compared, current } };
    await writeFile(join(await record(20), 'recommendation.json'), JSON.stringify(kept));
    await list();
    expect(printed()).toMatch(/nothing to prove$/m);
  });

  it('lists what can not be read with the reason, and leaves other folders out', async () => {
    await record(20);
    await mkdir(join(output.folder, nameOf(21)));
    await mkdir(join(output.folder, 'notes'));
    await list();
    expect(printed()).toContain(`${nameOf(21)}\n  can't be read: it has no run.json`);
    expect(printed()).not.toContain('notes');
  });

  it('says of a run of another version that it is one', async () => {
    await record(20);
    await writeFile(join(output.folder, nameOf(20), 'run.json'), '{"schemaVersion": 2}');
    await list();
    expect(printed()).toContain("can't be read: another version of Headroom made it: schemaVersion is 2");
  });

  it('prints JSON of its schema, and only runs with a tag where one is asked for', async () => {
    await record(20, { tags: ['nightly'] });
    await record(21);
    await list(true, 'nightly');
    const { runs } = runListSchema.parse(JSON.parse(printed()));
    expect(runs).toMatchObject([{ id: nameOf(20), verdict: 'met', peakRatePerSecond: 20, advice: 'none' }]);
  });

  it('has no runs where the folder is not there', async () => {
    await printRuns(join(output.folder, 'none'), { json: false, nowMs });
    expect(printed()).toMatch(/^no run: there is no folder /);
  });
});

describe('headroom runs prune', () => {
  const prune = (rule: { keep?: number; olderThan?: string }, yes = true) =>
    pruneRuns(output.folder, { ...rule, yes }, nowMs);

  it('tells what it would remove, and removes nothing without --yes', async () => {
    for (const day of [1, 2, 3]) await record(day);
    await prune({ keep: 1 }, false);
    expect(printed()).toContain('2 runs would be removed: add --yes to remove them');
    expect(await readdir(output.folder)).toHaveLength(3);
  });

  it('keeps so many of the newest', async () => {
    for (const day of [1, 2, 3]) await record(day);
    await prune({ keep: 1 });
    expect(await readdir(output.folder)).toEqual([nameOf(3)]);
  });

  it('removes those that are older', async () => {
    for (const day of [1, 20, 27]) await record(day);
    await prune({ olderThan: '7d' });
    expect((await readdir(output.folder)).sort()).toEqual([nameOf(27)]);
  });

  it('never removes a baseline, a run that is being recorded, or a folder that is no run', async () => {
    await record(1);
    await record(2);
    await record(28, { status: 'running', createdAtMs: nowMs - dayMs / 2 });
    await mkdir(join(output.folder, nameOf(5)));
    await mkdir(join(output.folder, 'notes'));
    await cp(join(output.folder, nameOf(2)), join(output.folder, 'broken'), { recursive: true });
    await writeFile(join(output.folder, 'broken', 'run.json'), '{}');
    await setBaseline(output.folder, { name: 'main', run: nameOf(1), remove: false });
    await prune({ olderThan: '0h' });
    expect((await readdir(output.folder)).sort()).toEqual(
      [nameOf(1), nameOf(5), nameOf(28), 'baselines.json', 'broken', 'notes'].sort(),
    );
  });

  it.each([[{}], [{ olderThan: '30' }], [{ olderThan: '-1d' }]])(
    'prune refuses the rule %j and removes no run',
    async (rule) => {
      await record(1);
      expect(await refusal(prune(rule))).toMatchObject({ code: 'E_USAGE' });
      expect(await readdir(output.folder)).toHaveLength(1);
    },
  );
});

describe('baselines', () => {
  it('are kept by name in one file beside the runs, and found by it', async () => {
    const folder = await record(1);
    await record(2);
    await setBaseline(output.folder, { name: 'main', run: nameOf(1), remove: false });
    expect(await baselineFolder(output.folder, 'main')).toBe(folder);
    expect(JSON.parse(await readFile(join(output.folder, 'baselines.json'), 'utf8'))).toEqual({
      schemaVersion: 1,
      baselines: { main: nameOf(1) },
    });
    await setBaseline(output.folder, { name: 'main', remove: false });
    expect(await baselineFolder(output.folder, 'main')).toBe(join(output.folder, nameOf(2)));
  });

  it('are forgotten, and their run stays', async () => {
    const folder = await record(1);
    await setBaseline(output.folder, { name: 'main', remove: false });
    await setBaseline(output.folder, { name: 'main', remove: true });
    expect(existsSync(folder)).toBe(true);
    expect(await refusal(baselineFolder(output.folder, 'main'))).toMatchObject({ code: 'E_USAGE' });
  });

  it.each(['', 'two words', '../up', '__proto__ x'])('refuse the name %j', async (name) => {
    await record(1);
    const error = await refusal(setBaseline(output.folder, { name, remove: false }));
    expect(error).toBeInstanceOf(HeadroomError);
    expect(existsSync(join(output.folder, 'baselines.json'))).toBe(false);
  });

  it('refuse a run of another folder, and a name that nobody gave', async () => {
    const folder = await record(1);
    await mkdir(join(output.folder, 'other'));
    const elsewhere = join(output.folder, 'other');
    expect(await refusal(setBaseline(elsewhere, { name: 'main', run: folder, remove: false }))).toMatchObject(
      {
        code: 'E_USAGE',
      },
    );
    expect(await refusal(baselineFolder(output.folder, 'constructor'))).toMatchObject({ code: 'E_USAGE' });
  });

  it('are warned of where compare will refuse them', async () => {
    const policy = policySettingsSchema.parse({ kind: 'fixed', replicas: 20 });
    const whole = await writeRunFolder(recordSpike({ policy, holdSeconds: 10, recoverySeconds: 5 }));
    await cp(whole, join(output.folder, nameOf(2)), { recursive: true });
    await setBaseline(output.folder, { name: 'main', run: nameOf(2), remove: false });
    expect(output.errors).toEqual([]);
    await record(1);
    await setBaseline(output.folder, { name: 'main', run: nameOf(1), remove: false });
    expect(output.errors.join('\n')).toMatch(
      /Warning: compare refuses this run\. The load did not run as planned: nothing is recorded of baseline/,
    );
  });

  it('refuse a run that has not ended', async () => {
    const folder = await record(1);
    const file = join(folder, 'run.json');
    const run = JSON.parse(await readFile(file, 'utf8')) as object;
    await writeFile(file, JSON.stringify({ ...run, status: 'running' }));
    const error = await refusal(setBaseline(output.folder, { name: 'main', remove: false }));
    expect(error).toMatchObject({ code: 'E_USAGE', message: expect.stringContaining('has not ended') });
    expect(existsSync(join(output.folder, 'baselines.json'))).toBe(false);
  });

  it('refuse a broken file', async () => {
    await writeFile(
      join(output.folder, 'baselines.json'),
      '{"schemaVersion":1,"baselines":{"main":"../../etc"}}',
    );
    expect(await refusal(baselineFolder(output.folder, 'main'))).toMatchObject({ code: 'E_RUN_FOLDER' });
  });
});

describe('a run that a person names', () => {
  it('is found by path, by name, or as the newest', async () => {
    const older = await record(1);
    const newer = await record(2);
    expect(await findRun(output.folder, older)).toBe(older);
    expect(await findRun(output.folder, nameOf(1))).toBe(older);
    expect(await findRun(output.folder, undefined)).toBe(newer);
  });

  it('is refused where there is none', async () => {
    expect(await refusal(findRun(output.folder, undefined))).toMatchObject({ code: 'E_RUN_FOLDER' });
    expect(await refusal(findRun(output.folder, 'x'))).toMatchObject({ code: 'E_RUN_FOLDER' });
  });
});
