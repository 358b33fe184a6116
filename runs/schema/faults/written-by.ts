import type { z } from 'zod';
import { type Path, valueAt } from './show.ts';

/**
 * Who left a file of a run in a shape that this version does not read.
 *
 * - `otherVersion`: its schemaVersion is another one
 * - `otherHand`: fields or words that this version does not know, or lacks: another version wrote it, or somebody changed it
 * - `damaged`: it names no version, or holds a value that no version has there
 */
export type WrittenBy = 'otherVersion' | 'otherHand' | 'damaged';

/** Fields come and go from version to version, and so do the words that a field may have. */
const isAnotherField = (issue: z.core.$ZodIssue, above: Path, value: unknown): boolean => {
  const path = [...above, ...issue.path];
  const found = valueAt(value, path);
  if (issue.code === 'unrecognized_keys' || found === undefined) return true;
  if (issue.code === 'invalid_value') return typeof found === 'string';
  return (
    issue.code === 'invalid_union' &&
    issue.errors.some((branch) => branch.every((inner) => isAnotherField(inner, path, value)))
  );
};

/**
 * Who left it so.
 *
 * @param value what the schema does not take
 *
 * @example writtenBy(z.strictObject({ schemaVersion: z.literal(2) }), { schemaVersion: 1 }) // 'otherVersion'
 */
export const writtenBy = (schema: z.ZodType, value: unknown): WrittenBy => {
  const issues = schema.safeParse(value).error?.issues ?? [];
  const version = valueAt(value, ['schemaVersion']);
  if (typeof version !== 'number') return 'damaged';
  if (issues.some(({ path }) => path[0] === 'schemaVersion')) return 'otherVersion';
  return issues.every((issue) => isAnotherField(issue, [], value)) ? 'otherHand' : 'damaged';
};
