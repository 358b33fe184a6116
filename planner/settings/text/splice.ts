import { blockText, type Entry, type Place, scalarText } from './yaml.ts';

/** What a settings file may hold at a path. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

/** One change of a text: characters [from, to), and what to put there. */
export type Splice = { readonly from: number; readonly to: number; readonly text: string };

type Collection = Place & { readonly kind: 'map' | 'list' };

/** Where the line of a character ends, before its line end. */
const lineEndAt = (text: string, at: number): number => {
  const lineFeed = text.indexOf('\n', at);
  if (lineFeed < 0) return text.length;
  return text[lineFeed - 1] === '\r' ? lineFeed - 1 : lineFeed;
};

/** The column of a character, from 0. */
export const columnOf = (text: string, at: number): number => at - (text.lastIndexOf('\n', at - 1) + 1);

/** What the text indents by: that of its first indented line. */
const indentUnit = (text: string): string => /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';

/** YAML takes no tabs; where JSON does, two spaces do for a map or list on lines of its own. */
const indentSpaces = (text: string): number => {
  const unit = indentUnit(text);
  return unit.includes('\t') ? 2 : unit.length;
};

const isCollection = (value: Plain): value is readonly Plain[] | { readonly [key: string]: Plain } =>
  typeof value === 'object';

const blockAt = (text: string, value: object, column: number): string =>
  blockText(value, indentSpaces(text)).replaceAll('\n', `\n${' '.repeat(column)}`);

/** A value on one line, in the notation of what it replaces. */
const inlineText = (value: Plain, place: Place): string => {
  if (isCollection(value)) return JSON.stringify(value);
  const style = place.kind === 'leaf' ? place.style : undefined;
  return place.isFlow && style !== 'QUOTE_SINGLE' ? JSON.stringify(value) : scalarText(value, style);
};

/** A map or list on the lines below its key, and below the comment beside the key. */
const belowKey = (text: string, place: Place, value: object, keyColumn: number): Splice => {
  const column = keyColumn + indentSpaces(text);
  const to = lineEndAt(text, place.to);
  const comment = text.slice(place.to, to).trimEnd();
  const from = text.slice(0, place.from).trimEnd().length;
  return { from, to, text: `${comment}\n${' '.repeat(column)}${blockAt(text, value, column)}` };
};

/**
 * Puts a value in the place of another. Maps and lists keep the notation (braces or lines) of what was there.
 *
 * @param keyColumn where the key of the place begins
 */
export const replaceAt = (text: string, place: Place, value: Plain, keyColumn: number): Splice => {
  const { from, to } = place;
  if (place.isFlow || !isCollection(value) || Object.keys(value).length === 0) {
    const gap = place.kind === 'leaf' && place.isNull ? ' ' : '';
    return { from, to, text: gap + inlineText(value, place) };
  }
  if (place.kind === 'leaf') return belowKey(text, place, value, keyColumn);
  return { from, to, text: blockAt(text, value, columnOf(text, from)) };
};

const startAndEnd = (place: Collection): { readonly start?: number; readonly end?: number } => {
  const [first, last] =
    place.kind === 'map'
      ? [place.entries[0]?.keyFrom, place.entries.at(-1)?.value.to]
      : [place.items[0]?.from, place.items.at(-1)?.to];
  return first === undefined || last === undefined ? {} : { start: first, end: last };
};

const appendInFlow = (text: string, place: Collection, added: Plain, key?: string): Splice => {
  const { start, end } = startAndEnd(place);
  const isSpread = start !== undefined && text.slice(place.from, start).includes('\n');
  const indent = isSpread ? text.slice(text.lastIndexOf('\n', start) + 1, start) : '';
  const json = JSON.stringify(added, null, isSpread ? indentUnit(text) : undefined);
  const value = json.replaceAll('\n', `\n${indent}`);
  const item = key === undefined ? value : `${JSON.stringify(key)}: ${value}`;
  if (end === undefined) {
    const [open, close] = place.kind === 'map' ? ['{', '}'] : ['[', ']'];
    return { from: place.from, to: place.to, text: `${open}${item}${close}` };
  }
  return { from: end, to: end, text: isSpread ? `,\n${indent}${item}` : `, ${item}` };
};

/** Adds an item to a list, or an entry with this key to a map, after the last one and in its notation. */
export const appendTo = (text: string, place: Collection, added: Plain, key?: string): Splice => {
  if (place.isFlow) return appendInFlow(text, place, added, key);
  const at = lineEndAt(text, place.to);
  const column = columnOf(text, place.from);
  const lines = blockAt(text, key === undefined ? [added] : { [key]: added }, column);
  return { from: at, to: at, text: `\n${' '.repeat(column)}${lines}` };
};

/** Takes an entry out of a map, with its comma or with its lines and the comment beside it. */
export const removeEntry = (text: string, place: Place, entries: readonly Entry[], index: number): Splice => {
  const { keyFrom, value } = entries[index]!;
  if (!place.isFlow) {
    const lineFeed = text.indexOf('\n', value.to);
    return {
      from: keyFrom - columnOf(text, keyFrom),
      to: lineFeed < 0 ? text.length : lineFeed + 1,
      text: '',
    };
  }
  const [before, after] = [entries[index - 1], entries[index + 1]];
  if (after) return { from: keyFrom, to: after.keyFrom, text: '' };
  return { from: before?.value.to ?? keyFrom, to: value.to, text: '' };
};
