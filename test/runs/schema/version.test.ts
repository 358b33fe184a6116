import { expect, it } from 'vitest';
import { runSchema } from '../../../runs/schema/run.ts';
import { completeRun } from '../../builders/run.ts';

const messagesOf = (schemaVersion: number): (string | undefined)[] =>
  runSchema.safeParse({ ...completeRun(), schemaVersion }).error?.issues.map(({ message }) => message) ?? [];

it('tells a run of a newer Headroom from one of an older', () => {
  const { schemaVersion } = completeRun();
  expect(messagesOf(schemaVersion)).toEqual([]);
  expect(messagesOf(schemaVersion + 1)).toEqual([
    'this folder was written by a newer Headroom: read it with that one',
  ]);
  expect(messagesOf(schemaVersion - 1)).toEqual([
    'this folder was written by an older Headroom: record it again',
  ]);
});
