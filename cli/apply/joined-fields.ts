import { isSame } from '../../planner/settings/index.ts';
import type { WrittenField } from '../../runs/schema/verification.ts';
import { withFields } from './fields.ts';

const isWithin = (path: readonly string[], outer: readonly string[]): boolean =>
  outer.length <= path.length && outer.every((key, i) => key === path[i]);

const inside = (path: readonly string[], outer: readonly string[]): readonly string[] =>
  path.slice(outer.length);

/** One more write after others: what stood there before any of them, and what stands there now. */
const withWrite = (earlier: readonly WrittenField[], write: WrittenField): readonly WrittenField[] => {
  const holder = earlier.find(({ path }) => isWithin(write.path, path));
  if (holder !== undefined) {
    const after = withFields(holder.after, [{ path: inside(write.path, holder.path), after: write.after }]);
    return earlier.map((field) => (field === holder ? { ...field, after } : field));
  }
  const held = earlier.filter(({ path }) => isWithin(path, write.path));
  const before = withFields(
    write.before,
    held.map((field) => ({ path: inside(field.path, write.path), after: field.before })),
  );
  return [...earlier.filter((field) => !held.includes(field)), { ...write, before }];
};

/**
 * The fields of several writes of one object as those of one: a rollback restores what stood there before the first.
 *
 * @example joinedFields([{ path: ['a'], before: 1, after: 2 }], [{ path: ['a'], before: 2, after: 3 }])
 * // [{ path: ['a'], before: 1, after: 3 }]
 */
export const joinedFields = (
  earlier: readonly WrittenField[],
  later: readonly WrittenField[],
): readonly WrittenField[] =>
  later.reduce(withWrite, earlier).filter(({ before, after }) => !isSame(before, after));
