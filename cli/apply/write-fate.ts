import { isSame, itemOf } from '../../planner/settings/index.ts';
import type { Applied, WrittenField } from '../../runs/schema/verification.ts';
import { valueAt } from './fields.ts';
import { joinedFields } from './joined-fields.ts';

/** What the live object says of a write: it stands there, what was there before stands there, or neither. */
type WriteFate = 'written' | 'notWritten' | 'changed';

/** Where the item stands that holds a field of a list. */
export const itemPathOf = ({ path }: Pick<WrittenField, 'path'>): readonly string[] =>
  path.slice(0, path.findLastIndex((key) => /^\d+$/.test(key)) + 1);

/** Whether the item of a list is the one that was written to: another one may stand in its place by now. */
export const isItsItem = (live: unknown, { path, item }: WrittenField): boolean =>
  item === undefined || isSame(itemOf(valueAt(live, itemPathOf({ path }))), item);

/** @example fateOf({ spec: { minReplicas: 4 } }, [{ path: ['spec', 'minReplicas'], before: 2, after: 4 }]) // 'written' */
export const fateOf = (live: unknown, fields: readonly WrittenField[]): WriteFate => {
  const says = (of: (field: WrittenField) => unknown): boolean =>
    fields.every((field) => isItsItem(live, field) && isSame(valueAt(live, field.path), of(field) ?? null));
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
