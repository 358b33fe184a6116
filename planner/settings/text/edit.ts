import { HeadroomError } from '../../../errors/headroom-error.ts';
import { isSame, withPlain } from './same.ts';
import { appendTo, columnOf, type Plain, removeEntry, replaceAt, type Splice } from './splice.ts';
import { type Place, parseDocuments } from './yaml.ts';

/** Keys and list indices from the root of a document. */
export type Path = readonly (string | number)[];

/**
 * One document of a file, or one object inside of it, such as an item of a `List`. Changing it gives a new one; the rest
 * of the file's text stays as it is.
 */
export type OpenDocument = {
  readonly text: string;
  /** Which document of the file. */
  readonly index: number;
  /** Where the object stands in the document; empty: it is the document. */
  readonly base: Path;
  /** The object, as a plain value: paths begin here. */
  readonly value: unknown;
  /** The document's value and place in the text. */
  readonly whole: unknown;
  readonly root: Place;
};

/** @throws HeadroomError E_CONFIG if the text is not YAML or JSON */
export const openDocuments = (text: string): readonly OpenDocument[] =>
  parseDocuments(text).map(({ value, root }, index) => ({
    text,
    index,
    base: [],
    value,
    whole: value,
    root,
  }));

/** The object at a path of a document, in the place of the document: what is written goes into it. */
export const objectAt = (document: OpenDocument, path: Path): OpenDocument => ({
  ...document,
  base: [...document.base, ...path],
  value: valueIn(document.value, path),
});

/** The value at a path of a plain value; `undefined` where there is none. */
export const valueIn = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Readonly<Record<string | number, unknown>>)[key]
        : undefined,
    value,
  );

/** The text at a path of a plain value; `undefined` where there is none. */
export const textIn = (value: unknown, path: Path): string | undefined => {
  const found = valueIn(value, path);
  return typeof found === 'string' ? found : undefined;
};

/** A value inside of new maps and lists, for the part of a path that is not there yet. */
const nested = (path: Path, value: Plain): Plain =>
  path.reduceRight<Plain>((inner, key) => (typeof key === 'number' ? [inner] : { [key]: inner }), value);

/** The line of a character, from 1. */
export const lineOfOffset = (text: string, at: number): number => text.slice(0, at).split('\n').length;

const stepInto = (place: Place, key: string | number): Place | undefined => {
  if (place.kind === 'list') return place.items[Number(key)];
  return place.kind === 'map' ? place.entries.find((entry) => entry.key === String(key))?.value : undefined;
};

const placeAt = (root: Place, path: Path): Place | undefined =>
  path.reduce<Place | undefined>((place, key) => place && stepInto(place, key), root);

/** The text of a value that stands at a path as a scalar without quotes; undefined for any other, and behind an alias. */
export const plainTextAt = ({ text, root, base }: OpenDocument, path: Path): string | undefined => {
  const place = placeAt(root, [...base, ...path]);
  return place?.kind === 'leaf' && place.style === 'PLAIN' ? text.slice(place.from, place.to) : undefined;
};

/** The line on which an entry begins, from 1; for one that is not written out there, the line of what should hold it. */
export const lineOf = (document: OpenDocument, path: Path): number => {
  let place = document.root;
  let at = place.from;
  for (const key of [...document.base, ...path]) {
    const inner = stepInto(place, key);
    if (inner === undefined) break;
    at =
      place.kind === 'map' ? place.entries.find((entry) => entry.key === String(key))!.keyFrom : inner.from;
    place = inner;
  }
  return lineOfOffset(document.text, at);
};

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

/** Takes what a change must come to, so that an anchor, an alias or a merge key can't change more than was asked for. */
const reopened = (document: OpenDocument, splice: Splice, wanted: unknown): OpenDocument => {
  const { text, index, base } = document;
  const inserted = text.includes('\r\n') ? splice.text.replaceAll(/\r?\n/g, '\r\n') : splice.text;
  const changed = openDocuments(text.slice(0, splice.from) + inserted + text.slice(splice.to))[index];
  if (!changed) throw new Error(`document ${index} is gone after an edit at ${splice.from}`);
  if (isSame(changed.whole, wanted)) return objectAt(changed, base);
  throw new HeadroomError('E_CONFIG', {
    what: 'this value is shared: an anchor (&), an alias (*) or a merge key (<<) would change another part of the file with it',
    where: `line ${lineOfOffset(text, splice.from)}`,
    fix: 'write that part of the file out in full',
  });
};

/**
 * The document with another value at a path. What leads there is made if it is missing; nothing else of the text
 * changes: comments, order, quotes, blank lines and number formats stay.
 *
 * @throws HeadroomError E_CONFIG if an alias is in the way, or if the value is shared with another part of the file
 */
export const withValue = (document: OpenDocument, path: Path, value: Plain): OpenDocument => {
  const full = [...document.base, ...path];
  const splice = spliceFor(document.text, document.root, full, { value, keyColumn: 0 });
  return reopened(document, splice, withPlain(document.whole, full, value));
};

/**
 * The document without the entry at a path that ends in a key of a map; the same document if there is none.
 *
 * @throws HeadroomError E_CONFIG if the value is shared with another part of the file
 */
export const withoutValue = (document: OpenDocument, path: Path): OpenDocument => {
  const full = [...document.base, ...path];
  const holder = placeAt(document.root, full.slice(0, -1));
  if (holder?.kind !== 'map') return document;
  const index = holder.entries.findIndex(({ key }) => key === String(full.at(-1)));
  if (index < 0) return document;
  const splice = removeEntry(document.text, holder, holder.entries, index);
  return reopened(document, splice, withPlain(document.whole, full, undefined));
};
