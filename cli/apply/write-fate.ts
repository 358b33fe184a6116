import { isSame } from '../../planner/settings/index.ts';
import type { Applied, WrittenField } from '../../runs/schema/verification.ts';
import { valueAt } from './fields.ts';
import { joinedFields } from './joined-fields.ts';

/** What the live object says of a write: it stands there, what was there before stands there, or neither. */
type WriteFate = 'written' | 'notWritten' | 'changed';

/** @example fateOf({ spec: { minReplicas: 4 } }, [{ path: ['spec', 'minReplicas'], before: 2, after: 4 }]) // 'written' */
export const fateOf = (live: unknown, fields: readonly WrittenField[]): WriteFate => {
  const says = (of: (field: WrittenField) => unknown): boolean =>
    fields.every((field) => isSame(valueAt(live, field.path), of(field) ?? null));
  if (says(({ after }) => after)) return 'written';
  return says(({ before }) => before) ? 'notWritten' : 'changed';
};

/**
 * The fields that are ours in an object by what it says now: of a write whose outcome is open, only if it was made. Where
 * someone else has changed them, theirs counts, and only what was written before stays ours.
 */
export const settledFields = (applied: Applied, live: unknown): readonly WrittenField[] => {
  const { fields = [], outcome, earlierFields = [] } = applied;
  if (outcome !== 'open') return fields;
  return fateOf(live, fields) === 'written' ? joinedFields(earlierFields, fields) : earlierFields;
};
