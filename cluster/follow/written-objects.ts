import { asDeleted, type ObjectLine } from '../lines/deleted.ts';
import { nameOf, type RawObject } from '../lines/raw.ts';

/** A line to be written, with the `Kind/name` of the object that it concerns (see `Resource.subjectOf`). */
export type Entry = {
  readonly line: ObjectLine;
  readonly subject: string | null;
  readonly key: string | null;
};

type WrittenObjectsOptions = {
  readonly toLine: (raw: RawObject, atMs: number) => ObjectLine;
  readonly subjectOf: (raw: RawObject) => string | null;
  readonly keyOf: (raw: RawObject) => string | null;
  readonly now: () => number;
  readonly write: (entry: Entry) => void;
};

/** Takes what is seen of the objects of one resource. */
export type ObjectSink = {
  /** The object exists and looks like this. */
  put(raw: RawObject): void;
  /** The object is gone; this is its last state. */
  remove(raw: RawObject): void;
  /** These are all the objects that exist: writes the differences, objects that are gone first. */
  replace(all: readonly RawObject[]): void;
};

/** uid, not name: an object that was deleted and made anew under its old name is another object. */
const idOf = (raw: RawObject): string => raw.metadata?.uid ?? nameOf(raw);

const sameButForTime = (a: ObjectLine, b: ObjectLine): boolean =>
  JSON.stringify({ ...a, atMs: 0 }) === JSON.stringify({ ...b, atMs: 0 });

/** Holds one line per living object, so its size does not grow with the length of the run. */
export const createWrittenObjects = ({
  toLine,
  subjectOf,
  keyOf,
  now,
  write,
}: WrittenObjectsOptions): ObjectSink => {
  const entries = new Map<string, Entry>();

  const drop = (id: string, last: Entry | undefined) => {
    entries.delete(id);
    const line = last && asDeleted(last.line, now());
    if (last && line) write({ ...last, line });
  };
  const entryOf = (raw: RawObject): Entry => ({
    line: toLine(raw, now()),
    subject: subjectOf(raw),
    key: keyOf(raw),
  });
  const put = (raw: RawObject) => {
    const entry = entryOf(raw);
    const last = entries.get(idOf(raw));
    if (last && sameButForTime(last.line, entry.line)) return;
    entries.set(idOf(raw), entry);
    write(entry);
  };
  return {
    put,
    remove: (raw) => {
      if (entries.has(idOf(raw))) drop(idOf(raw), entryOf(raw));
    },
    replace: (all) => {
      const living = new Set(all.map(idOf));
      for (const [id, last] of [...entries]) if (!living.has(id)) drop(id, last);
      for (const raw of all) put(raw);
    },
  };
};
