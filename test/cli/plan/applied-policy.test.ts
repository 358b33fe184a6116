import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { appliedPolicy } from '../../../cli/plan/applied-policy.ts';
import { writeJson } from '../../../runs/folder.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { appliedSchema } from '../../../runs/schema/verification.ts';

const policy = policySettingsSchema.parse({ kind: 'fixed', replicas: 4 });

const folderWith = async (more: object | null): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-applied-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const applied = {
    schemaVersion: 1,
    how: 'byHand',
    atMs: 1,
    before: null,
    settings: { policy },
    ...more,
  } as const;
  if (more !== null) await writeJson(folder, 'applied.json', appliedSchema, applied);
  return folder;
};

test('what was applied after a run is in force, until it is rolled back', async () => {
  expect(await appliedPolicy(await folderWith({}))).toEqual(policy);
  expect(await appliedPolicy(await folderWith({ rolledBackAtMs: 2 }))).toBeUndefined();
  expect(await appliedPolicy(await folderWith(null))).toBeUndefined();
});
