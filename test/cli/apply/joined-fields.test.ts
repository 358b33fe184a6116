import fc from 'fast-check';
import { expect, it } from 'vitest';
import { valueAt, withFields } from '../../../cli/apply/fields.ts';
import { joinedFields } from '../../../cli/apply/joined-fields.ts';
import { fieldChanges } from '../../../planner/settings/index.ts';

const leaf = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 }),
);
/** Objects of a few keys, two deep; a map that is empty is left out, as a server would. */
const spec = fc.dictionary(
  fc.constantFrom('a', 'b', 'c'),
  fc.oneof(leaf, fc.dictionary(fc.constantFrom('x', 'y'), leaf, { minKeys: 1, noNullPrototype: true })),
  { noNullPrototype: true },
);

const changesOf = (before: unknown, after: unknown) =>
  fieldChanges({ spec: before }, { spec: after }).map(({ path, before: from, after: to }) => ({
    path: [...path],
    before: from,
    after: to,
  }));

const restored = (object: unknown, fields: ReturnType<typeof changesOf>): unknown =>
  withFields(
    object,
    fields.map(({ path, before }) => ({ path, after: before })),
  );

it('fields of writes one after the other lead back to what stood there before the first', () => {
  fc.assert(
    fc.property(fc.array(spec, { minLength: 2, maxLength: 5 }), (states) => {
      const full = states.map((state) => ({ keep: 1, ...state }));
      const writes = full.slice(1).map((state, i) => changesOf(full[i], state));
      const joined = writes.reduce((all, write) => [...joinedFields(all, write)] as typeof write, []);
      const last = { spec: full.at(-1) };
      expect(restored(last, joined)).toEqual({ spec: full[0] });
      for (const { path, after } of joined) expect(valueAt(last, path)).toEqual(after);
    }),
  );
});
