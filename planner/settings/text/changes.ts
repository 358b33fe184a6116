import { isPlainMap } from '../../../runs/schema/plain.ts';
import { lineOf, type OpenDocument, openDocuments, type Path } from './edit.ts';
import { isSame } from './same.ts';

/** An entry that a file had and has no more. */
type RemovedEntry = {
  readonly path: string;
  /** The line of the file as it was. */
  readonly line: number;
  /** What it said, in JSON. */
  readonly said: string;
};

const removedPaths = (before: unknown, after: unknown, path: Path): readonly Path[] => {
  if (isSame(before, after)) return [];
  if (Array.isArray(before)) {
    const items = Array.isArray(after) ? after : [];
    return before.flatMap((item, i) =>
      i < items.length ? removedPaths(item, items[i], [...path, i]) : [[...path, i]],
    );
  }
  if (!isPlainMap(before) || !isPlainMap(after)) return [];
  return Object.entries(before).flatMap(([key, value]) =>
    Object.hasOwn(after, key) ? removedPaths(value, after[key], [...path, key]) : [[...path, key]],
  );
};

const valueAt = ({ value }: OpenDocument, path: Path): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value);

/** What a rewritten file no longer says: whoever reads it must be told. A changed value is none of them. */
export const removedEntries = (before: string, after: string): readonly RemovedEntry[] => {
  const documents = openDocuments(after);
  return openDocuments(before).flatMap((document, i) =>
    removedPaths(document.value, documents[i]?.value, []).map((path) => ({
      path: path.join('.'),
      line: lineOf(document, path),
      said: JSON.stringify(valueAt(document, path)),
    })),
  );
};
