import { copyFile, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { applySettings } from '../../../cli/apply/apply-settings.ts';
import { runRollback } from '../../../cli/apply/run-rollback.ts';
import { appliedPolicy } from '../../../cli/plan/applied-policy.ts';
import { type ResolvedConfig, resolveConfig } from '../../../config/resolve.ts';
import { writeJson } from '../../../runs/folder.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { appliedSchema } from '../../../runs/schema/verification.ts';
import { completeRun, spikeConfig } from '../../builders/run.ts';
import { writeRunFolder } from '../../builders/run-folder.ts';

const folderOf = (id: string): Promise<string> =>
  writeRunFolder({ run: { ...completeRun(), id }, load: [], cluster: [], droppedLines: 0 });

const config: ResolvedConfig = resolveConfig(spikeConfig, 'k6.config.ts');
const policy = policySettingsSchema.parse({ kind: 'fixed', replicas: 4 });
const settings = { policy };

const applyByHand = (folder: string): Promise<unknown> => {
  const said = { isApplied: true, isAllowed: false, note: () => undefined };
  return applySettings(config, { folder, settings, former: { policy }, ...said });
};

const rollBack = (folder: string) => runRollback(config, { folder, isAllowed: true, note: () => undefined });

const policyInForce = async (folder: string) => {
  const notes: string[] = [];
  return { policy: await appliedPolicy(folder, {}, (text) => notes.push(text)), notes };
};

const copied = async (): Promise<string> => {
  const [mine, other] = [await folderOf('mine'), await folderOf('other')];
  await applyByHand(other);
  await copyFile(join(other, 'applied.json'), join(mine, 'applied.json'));
  return mine;
};

test('what was applied from another run is not in force for this one, and that is said', async () => {
  const { policy, notes } = await policyInForce(await copied());
  expect(policy).toBeUndefined();
  expect(notes).toEqual([
    expect.stringMatching(
      /^applied\.json can't be used \(it says what was applied from another run, other; this folder holds mine\)/,
    ),
  ]);
});

test("another run's record is neither taken back nor written over", async () => {
  const folder = await copied();
  const record = await readFile(join(folder, 'applied.json'), 'utf8');
  await expect(rollBack(folder)).rejects.toMatchObject({
    code: 'E_RUN_FOLDER',
    details: [{ what: expect.stringContaining('applied from another run, other') }],
  });
  await expect(applyByHand(folder)).rejects.toMatchObject({
    code: 'E_RUN_FOLDER',
    details: [{ fix: expect.stringContaining('move it into the folder of other') }],
  });
  expect(await readFile(join(folder, 'applied.json'), 'utf8')).toBe(record);
});

test('a folder that was renamed keeps what was applied from it', async () => {
  const folder = await folderOf('mine');
  await applyByHand(folder);
  const renamed = `${folder}-renamed`;
  await rename(folder, renamed);
  onTestFinished(() => rename(renamed, folder));
  expect(await policyInForce(renamed)).toEqual({ policy, notes: [] });
});

test('an older record, which names no run, counts as that of its folder', async () => {
  const folder = await folderOf('mine');
  const older = {
    schemaVersion: 1,
    how: 'byHand',
    atMs: 1,
    before: null,
    settings,
  } as const;
  await writeJson(folder, 'applied.json', appliedSchema, older);
  expect(await policyInForce(folder)).toEqual({ policy, notes: [] });
});
