import { HeadroomError } from '../../../errors/headroom-error.ts';
import { appendTo, columnOf, type Plain, removeEntry, replaceAt, type Splice } from './splice.ts';
import { type ParsedDocument, type Place, parseDocuments } from './yaml.ts';

/** Keys and list indices from the root of a document. */
export type Path = readonly (string | number)[];

/** One document of a file. Changing it gives a new one; the rest of the file's text stays as it is. */
export type OpenDocument = { readonly text: string; readonly index: number } & ParsedDocument;

/** @throws HeadroomError E_CONFIG if the text is not YAML or JSON */
export const openDocuments = (text: string): readonly OpenDocument[] =>
  parseDocuments(text).map((document, index) => ({ text, index, ...document }));

/** The value at a path of a plain value; `undefined` where there is none. */
export const valueIn = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Readonly<Record<string | number, unknown>>)[key]
        : undefined,
    value,
  );

/** A value inside of new maps and lists, for the part of a path that is not there yet. */
const nested = (path: Path, value: Plain): Plain =>
  path.reduceRight<Plain>((inner, key) => (typeof key === 'number' ? [inner] : { [key]: inner }), value);

const cannotReach = (key: string | number): HeadroomError =>
  new HeadroomError('E_CONFIG', {
    what: `"${key}" can't be written: what holds it is neither a map nor a list (an alias, perhaps)`,
    fix: 'write that part of the file out in full',
  });

/** The one change that puts a value at a path below a place. */
const spliceFor = (
  text: string,
  place: Place,
  path: Path,
  options: { readonly value: Plain; readonly keyColumn: number },
): Splice => {
  const [key, ...rest] = path;
  const { value, keyColumn } = options;
  if (key === undefined) return replaceAt(text, place, value, keyColumn);
  if (place.kind === 'map') {
    const entry = place.entries.find((one) => one.key === String(key));
    if (!entry) return appendTo(text, place, nested(rest, value), String(key));
    return spliceFor(text, entry.value, rest, { value, keyColumn: columnOf(text, entry.keyFrom) });
  }
  if (place.kind === 'list') {
    const item = place.items[Number(key)];
    return item ? spliceFor(text, item, rest, options) : appendTo(text, place, nested(rest, value));
  }
  if (place.isNull) return replaceAt(text, place, nested(path, value), keyColumn);
  throw cannotReach(key);
};

const reopened = (document: OpenDocument, splice: Splice): OpenDocument => {
  const { text, index } = document;
  const inserted = text.includes('\r\n') ? splice.text.replaceAll(/\r?\n/g, '\r\n') : splice.text;
  const changed = openDocuments(text.slice(0, splice.from) + inserted + text.slice(splice.to))[index];
  if (!changed) throw new Error(`document ${index} is gone after an edit at ${splice.from}`);
  return changed;
};

/**
 * The document with another value at a path. What leads there is made if it is missing; nothing else of the text
 * changes: comments, order, quotes, blank lines and number formats stay.
 *
 * @throws HeadroomError E_CONFIG if an alias is in the way
 */
export const withValue = (document: OpenDocument, path: Path, value: Plain): OpenDocument =>
  reopened(document, spliceFor(document.text, document.root, path, { value, keyColumn: 0 }));

/** The document without the entry at a path of map keys; the same document if there is none. */
export const withoutValue = (document: OpenDocument, path: readonly string[]): OpenDocument => {
  let place = document.root;
  for (const [depth, key] of path.entries()) {
    if (place.kind !== 'map') return document;
    const index = place.entries.findIndex((entry) => entry.key === key);
    if (index < 0) return document;
    if (depth === path.length - 1) {
      return reopened(document, removeEntry(document.text, place, place.entries, index));
    }
    place = place.entries[index]!.value;
  }
  return document;
};
