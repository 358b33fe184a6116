import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseAllDocuments,
  Scalar,
  type ScalarTag,
  stringify,
} from 'yaml';
import { HeadroomError, messageOf } from '../../../errors/headroom-error.ts';

/** Where a value stands in its text: characters [from, to), without the comments and line ends after it. */
type Span = { readonly from: number; readonly to: number };

/** One key of a mapping, where it begins in the text, and its value. */
export type Entry = { readonly key: string; readonly keyFrom: number; readonly value: Place };

/**
 * A value of a YAML or JSON text and its place. `isFlow`: written with braces or brackets, or inside of those, as
 * all of JSON is.
 */
export type Place = Span & { readonly isFlow: boolean } & (
    | { readonly kind: 'map'; readonly entries: readonly Entry[] }
    | { readonly kind: 'list'; readonly items: readonly Place[] }
    | { readonly kind: 'leaf'; readonly isNull: boolean; readonly style: string | undefined }
  );

/** One document of a text: its value, and where each part of it stands. */
type ParsedDocument = { readonly value: unknown; readonly root: Place };

/** The end of a value without the line ends that belong to a text of several lines. */
const withoutLineEnds = (text: string, from: number, end: number): number => {
  let to = end;
  while (to > from && /[\r\n]/.test(text[to - 1]!)) to -= 1;
  return to;
};

const rangeOf = (node: Node): readonly [number, number] => {
  if (!node.range) throw new Error('a parsed YAML node has no range');
  return [node.range[0], node.range[1]];
};

/** Null, written out or left out (`key:`), begins right after its colon, so that a value can be put there. */
type Around = { readonly nullFrom: number; readonly isFlow: boolean };

const nullAt = ({ nullFrom, isFlow }: Around, to: number): Place => ({
  kind: 'leaf',
  isFlow,
  from: nullFrom,
  to,
  isNull: true,
  style: undefined,
});

const placeOf = (text: string, node: unknown, around: Around): Place => {
  if (!isScalar(node) && !isCollection(node) && !isAlias(node)) return nullAt(around, around.nullFrom);
  const [from, end] = rangeOf(node);
  if (isCollection(node)) {
    const isFlow = node.flow === true;
    // A collection on lines of its own ends where its last value does; its range also holds comments after that.
    const endOf = (last: Place | undefined): number => (isFlow ? end : (last?.to ?? end));
    if (isSeq(node)) {
      const items = node.items.map((item) => placeOf(text, item, { nullFrom: from, isFlow }));
      return { kind: 'list', isFlow, from, to: endOf(items.at(-1)), items };
    }
    const entries = (isMap(node) ? node.items : []).map(({ key, value }): Entry => {
      const [keyFrom, keyEnd] = rangeOf(key as Node);
      const nullFrom = keyEnd + (/^\s*:/.exec(text.slice(keyEnd))?.[0].length ?? 0);
      return { key: String(key), keyFrom, value: placeOf(text, value, { nullFrom, isFlow }) };
    });
    return { kind: 'map', isFlow, from, to: endOf(entries.at(-1)?.value), entries };
  }
  if (isScalar(node) && node.value === null) return nullAt(around, end > from ? end : around.nullFrom);
  const style = isScalar(node) ? node.type : undefined;
  const to = withoutLineEnds(text, from, end);
  return { kind: 'leaf', isFlow: around.isFlow, from, to, isNull: false, style };
};

/** A few lines of aliases can stand for billions of values: the library stops at a hundred uses. */
const plainOf = (document: { readonly toJS: () => unknown }): unknown => {
  try {
    return document.toJS();
  } catch (cause) {
    throw new HeadroomError('E_CONFIG', {
      what: `the aliases of this file can't be followed: ${messageOf(cause)}`,
      fix: 'write them out in full',
      cause,
    });
  }
};

/**
 * 010 is 8: the readers of Kubernetes (sigs.k8s.io/yaml) and of Python (PyYAML) take a leading zero for octal, as YAML 1.1 has
 * it. In YAML 1.2 it is 10. What else 1.1 reads in another way, such as 1_000, is a text here, which no setting takes.
 */
const octal: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+]?0[0-7]+$/,
  resolve: (text) => Number.parseInt(text, 8),
};

/** Whether a text that is no YAML has a statement of Python: an import or an assignment on a line of its own. */
const isPython = (text: string): boolean => /^(?:from [\w.]+ import |import [\w.]+\s*$|\w+ = )/m.test(text);

const unreadablePython = (): HeadroomError =>
  new HeadroomError('E_CONFIG', {
    what: 'this looks like a Python script: only arguments that stand in a call of the SDK of Azure ML v1 are read in one',
    fix: 'write the arguments into the call of deploy_configuration, or give a YAML or JSON file of the platform that is planned for',
  });

/**
 * Reads the documents of a YAML text, or the one of a JSON text (JSON is YAML).
 *
 * @throws HeadroomError E_CONFIG with every syntax error and its line
 */
export const parseDocuments = (text: string): readonly ParsedDocument[] => {
  const documents = parseAllDocuments(text, {
    merge: true,
    logLevel: 'error',
    customTags: (tags) => [octal, ...tags],
  });
  if ('empty' in documents) return [];
  const errors = documents.flatMap((document) => document.errors);
  // Of a template each mark is a fault or more, and the first one says it all.
  const told = text.includes('{{') ? errors.slice(0, 1) : errors;
  if (told.length > 0 && isPython(text)) throw unreadablePython();
  if (told.length > 0) {
    throw new HeadroomError(
      'E_CONFIG',
      told.map((error) => ({
        what: `not readable as ${/^\s*[{[]/.test(text) && !text.includes('{{') ? 'JSON' : 'YAML'}: ${error.message.split(' at line ')[0]}`,
        ...(error.linePos && { where: `line ${error.linePos[0].line}, column ${error.linePos[0].col}` }),
        fix: text.includes('{{')
          ? 'this is a template: render it first, such as with helm template'
          : 'correct the file and try again; nothing was written',
      })),
    );
  }
  return documents.map((document) => ({
    value: plainOf(document),
    root: placeOf(text, document.contents, { nullFrom: text.length, isFlow: false }),
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
