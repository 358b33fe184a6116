import { HeadroomError } from '../../../errors/headroom-error.ts';
import { blockText, type Entry, type ParsedDocument, type Place, parseDocuments, scalarText } from './yaml.ts';

/** Keys and list indices from the root of a document. */
export type Path = readonly (string | number)[];

/** What a settings file may hold at a path. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

/** One document of a file. Changing it gives a new one; the rest of the file's text stays as it is. */
export type OpenDocument = { readonly text: string; readonly index: number } & ParsedDocument;

/** The text [from, to) and what to put there. */
type Splice = { readonly from: number; readonly to: number; readonly text: string };

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

const columnOf = (text: string, at: number): number => at - (text.lastIndexOf('\n', at - 1) + 1);

const indentUnit = (text: string): string => /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';

const spacesOf = (unit: string): number => (unit.includes('\t') ? 2 : unit.length);

const nested = (path: Path, value: Plain): Plain =>
  path.reduceRight<Plain>((inner, key) => (typeof key === 'number' ? [inner] : { [key]: inner }), value);

const isCollection = (value: Plain): value is readonly Plain[] | { readonly [key: string]: Plain } =>
  typeof value === 'object';

const block = (text: string, value: object, column: number): string =>
  blockText(value, spacesOf(indentUnit(text))).replaceAll('\n', `\n${' '.repeat(column)}`);

/** Puts a map or list where a key had none: on the lines below the key, and below the comment beside it. */
const replaceNull = (text: string, place: Place, value: object, keyColumn: number): Splice => {
  const column = keyColumn + spacesOf(indentUnit(text));
  const lineEnd = text.indexOf('\n', place.to);
  const to = lineEnd < 0 ? text.length : lineEnd;
  const comment = text.slice(place.to, to).trimEnd();
  return { from: place.from, to, text: `${comment}\n${' '.repeat(column)}${block(text, value, column)}` };
};

/** Replaces what stands at a place. Maps and lists keep the notation (braces or lines) of what was there. */
const replace = (text: string, place: Place, value: Plain, keyColumn: number): Splice => {
  const { from, to } = place;
  if (!isCollection(value)) {
    const style = place.kind === 'leaf' ? place.style : undefined;
    const gap = text[from - 1] === ':' ? ' ' : '';
    return { from, to, text: gap + scalarText(value, style) };
  }
  if (place.kind === 'leaf') return replaceNull(text, place, value, keyColumn);
  const written = place.isFlow ? JSON.stringify(value) : block(text, value, columnOf(text, from));
  return { from, to, text: written };
};

/** Adds an entry or item after the last one of a collection written with braces or brackets. */
const appendInFlow = (text: string, place: Place & { kind: 'map' | 'list' }, added: Plain, key?: string): Splice => {
  const starts = place.kind === 'map' ? place.entries.map((entry) => entry.keyFrom) : place.items.map((item) => item.from);
  const last = place.kind === 'map' ? place.entries.at(-1)?.value : place.items.at(-1);
  const first = starts[0];
  const isSpread = first !== undefined && text.slice(place.from, first).includes('\n');
  const indent = isSpread ? text.slice(text.lastIndexOf('\n', first) + 1, first) : '';
  const json = JSON.stringify(added, null, isSpread ? indentUnit(text) : undefined).replaceAll('\n', `\n${indent}`);
  const item = key === undefined ? json : `${JSON.stringify(key)}: ${json}`;
  if (last === undefined) {
    const [open, close] = place.kind === 'map' ? ['{', '}'] : ['[', ']'];
    return { from: place.from, to: place.to, text: `${open}${item}${close}` };
  }
  return { from: last.to, to: last.to, text: isSpread ? `,\n${indent}${item}` : `, ${item}` };
};

/** Adds an entry or item on lines of its own after the last one. */
const appendInBlock = (text: string, place: Place & { kind: 'map' | 'list' }, added: object): Splice => {
  const lineEnd = text.indexOf('\n', place.to);
  const at = lineEnd < 0 ? text.length : lineEnd;
  const column = columnOf(text, place.from);
  return { from: at, to: at, text: `\n${' '.repeat(column)}${block(text, added, column)}` };
};

const append = (text: string, place: Place & { kind: 'map' | 'list' }, added: Plain, key?: string): Splice => {
  if (place.isFlow) return appendInFlow(text, place, added, key);
  return appendInBlock(text, place, key === undefined ? [added] : { [key]: added });
};

const cannotReach = (key: string | number): HeadroomError =>
  new HeadroomError('E_CONFIG', {
    what: `"${key}" can't be written: what holds it is neither a map nor a list (an alias, perhaps)`,
    fix: 'write that part of the file out in full',
  });

const spliceFor = (text: string, place: Place, path: Path, options: { readonly value: Plain; readonly keyColumn: number }): Splice => {
  const [key, ...rest] = path;
  const { value, keyColumn } = options;
  if (key === undefined) return replace(text, place, value, keyColumn);
  if (place.kind === 'leaf' && place.isNull) return replace(text, place, nested(path, value), keyColumn);
  if (place.kind === 'map') {
    const entry = place.entries.find((one) => one.key === String(key));
    if (!entry) return append(text, place, nested(rest, value), String(key));
    return spliceFor(text, entry.value, rest, { value, keyColumn: columnOf(text, entry.keyFrom) });
  }
  if (place.kind === 'list') {
    const item = place.items[Number(key)];
    return item ? spliceFor(text, item, rest, options) : append(text, place, nested(rest, value));
  }
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
 */
export const withValue = (document: OpenDocument, path: Path, value: Plain): OpenDocument =>
  reopened(document, spliceFor(document.text, document.root, path, { value, keyColumn: 0 }));

const removalOf = (text: string, entries: readonly Entry[], index: number, isFlow: boolean): Splice => {
  const { keyFrom, value } = entries[index]!;
  if (!isFlow) {
    const lineEnd = text.indexOf('\n', value.to);
    return { from: keyFrom - columnOf(text, keyFrom), to: lineEnd < 0 ? text.length : lineEnd + 1, text: '' };
  }
  const [before, after] = [entries[index - 1], entries[index + 1]];
  if (after) return { from: keyFrom, to: after.keyFrom, text: '' };
  return { from: before?.value.to ?? keyFrom, to: value.to, text: '' };
};

/** The document without the entry at a path of map keys; the same document if there is none. */
export const withoutValue = (document: OpenDocument, path: readonly string[]): OpenDocument => {
  let place = document.root;
  for (const [depth, key] of path.entries()) {
    if (place.kind !== 'map') return document;
    const index = place.entries.findIndex((entry) => entry.key === key);
    if (index < 0) return document;
    if (depth === path.length - 1) {
      return reopened(document, removalOf(document.text, place.entries, index, place.isFlow));
    }
    place = place.entries[index]!.value;
  }
  return document;
};
