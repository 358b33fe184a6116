import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseAllDocuments,
  Scalar,
  stringify,
} from 'yaml';
import { HeadroomError } from '../../../errors/headroom-error.ts';

/** Where a value stands in its text: characters [from, to), without the comments and line ends after it. */
type Span = { readonly from: number; readonly to: number };

export type Entry = { readonly key: string; readonly keyFrom: number; readonly value: Place };

/** A value of a YAML or JSON text and its place. `isFlow`: written with braces or brackets, as JSON always is. */
export type Place = Span &
  (
    | { readonly kind: 'map'; readonly isFlow: boolean; readonly entries: readonly Entry[] }
    | { readonly kind: 'list'; readonly isFlow: boolean; readonly items: readonly Place[] }
    | { readonly kind: 'leaf'; readonly isNull: boolean; readonly style: string | undefined }
  );

export type ParsedDocument = { readonly value: unknown; readonly root: Place };

type Source = { readonly text: string; readonly document: Document };

/** Null, written out or left out (`key:`). It begins right after its colon, so that a value can be put there. */
const nullAt = (from: number, to: number): Place => ({ kind: 'leaf', from, to, isNull: true, style: undefined });

/** The end of a value without the line ends that belong to a block of text. */
const endOf = (text: string, end: number): number => {
  let to = end;
  while (to > 0 && /[\r\n]/.test(text[to - 1]!)) to -= 1;
  return to;
};

const rangeOf = (node: Node): readonly [number, number] => {
  if (!node.range) throw new Error('a parsed YAML node has no range');
  return [node.range[0], node.range[1]];
};

const placeOf = (source: Source, node: unknown, nullFrom: number): Place => {
  if (!isScalar(node) && !isCollection(node) && !isAlias(node)) return nullAt(nullFrom, nullFrom);
  const [from, end] = rangeOf(node);
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }): Entry => {
      const [keyFrom, keyEnd] = rangeOf(key as Node);
      const valueFrom = source.text.indexOf(':', keyEnd) + 1;
      return { key: String(key), keyFrom, value: placeOf(source, value, valueFrom) };
    });
    const isFlow = node.flow === true;
    const to = isFlow ? end : (entries.at(-1)?.value.to ?? end);
    return { kind: 'map', from, to, isFlow, entries };
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => placeOf(source, item, from));
    const isFlow = node.flow === true;
    return { kind: 'list', from, to: isFlow ? end : (items.at(-1)?.to ?? end), isFlow, items };
  }
  if (isScalar(node) && node.value === null) return nullAt(nullFrom, end > from ? end : nullFrom);
  const style = isScalar(node) ? node.type : undefined;
  return { kind: 'leaf', from, to: Math.max(from, endOf(source.text, end)), isNull: false, style };
};

/**
 * Reads the documents of a YAML text, or the one of a JSON text (JSON is YAML).
 *
 * @throws HeadroomError E_CONFIG with every syntax error and its line
 */
export const parseDocuments = (text: string): readonly ParsedDocument[] => {
  const documents = parseAllDocuments(text, { merge: true });
  if ('empty' in documents) return [];
  const errors = documents.flatMap((document) => document.errors);
  if (errors.length > 0) {
    throw new HeadroomError(
      'E_CONFIG',
      errors.map((error) => ({
        what: `not readable as YAML: ${error.message.split(' at line ')[0]}`,
        ...(error.linePos && { where: `line ${error.linePos[0].line}, column ${error.linePos[0].col}` }),
        fix: 'correct the file and try again; nothing was written',
      })),
    );
  }
  return documents.map((document) => ({
    value: document.toJS() as unknown,
    root: placeOf({ text, document }, document.contents, text.length),
  }));
};

/** A scalar as YAML text, in the quotes of the one that it replaces. */
export const scalarText = (value: string | number | boolean, style?: string): string => {
  const scalar = new Scalar(value);
  if (typeof value === 'string' && style?.startsWith('QUOTE')) scalar.type = style as Scalar.Type;
  return stringify(scalar, { lineWidth: 0 }).trimEnd();
};

/** A map or list as indented YAML lines, without the last line end. */
export const blockText = (value: object, indentSpaces: number): string =>
  stringify(value, { indent: indentSpaces, lineWidth: 0 }).trimEnd();
