import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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

const policyOf = async (more: object | null) => {
  const notes: string[] = [];
  const found = await appliedPolicy(await folderWith(more), {}, (text) => notes.push(text));
  return { found, notes };
};

test('what was applied after a run is in force, until it is rolled back', async () => {
  expect(await policyOf({})).toEqual({ found: policy, notes: [] });
  expect(await policyOf({ rolledBackAtMs: 2 })).toEqual({ found: undefined, notes: [] });
  expect(await policyOf(null)).toEqual({ found: undefined, notes: [] });
});

test('a limit of the router that was applied too is not counted as in use, and that is said', async () => {
  const { found, notes } = await policyOf({ settings: { policy, queueWaitMs: 799, requestTimeoutMs: 8000 } });
  expect(found).toEqual(policy);
  expect(notes).toEqual([expect.stringMatching(/^the queue wait and the request timeout changed too/)]);
});

test('what was not as simulated when an advice was applied is said: it is not known to the plan', async () => {
  const differences = ['maxReplicas is 8 there, and was 20 in what was simulated'];
  const { found, notes } = await policyOf({ differences });
  expect(found).toEqual(policy);
  expect(notes).toEqual([expect.stringMatching(/when the last advice was applied: maxReplicas is 8 there/)]);
});

test('what may not have been written does not count as in force, and that is said', async () => {
  const { found, notes } = await policyOf({ outcome: 'open' });
  expect(found).toBeUndefined();
  expect(notes).toEqual([expect.stringMatching(/without a known outcome.*headroom rollback/)]);
});

test('a record that can not be used is not taken for none', async () => {
  const notes: string[] = [];
  const folder = await folderWith(null);
  await writeFile(join(folder, 'applied.json'), '{"schemaVersion": 1, "how": 3}');
  expect(await appliedPolicy(folder, {}, (text) => notes.push(text))).toBeUndefined();
  expect(notes).toEqual([expect.stringMatching(/^applied\.json can't be used \(it is broken: how is 3/)]);
});
