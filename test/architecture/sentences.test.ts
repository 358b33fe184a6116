import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { filesOf, textOf } from './source.ts';

type Node = Readonly<Record<string, unknown>> & { readonly type: string; readonly start: number };

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);

/** The text of a string or a template; 0 stands for what a template puts in. */
const textIn = (node: Node): string | undefined => {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type !== 'TemplateLiteral') return undefined;
  const quasis = node.quasis as readonly { readonly value: { readonly cooked: string } }[];
  return quasis.map(({ value }) => value.cooked).join('0');
};

/** Two words side by side, one of them in lower case. The text of a whole file has more than one line. */
const isSentence = (text: string): boolean =>
  !text.includes('\n') && /\p{Ll}{2,}['’]?[,;:]?\s+\S*\p{L}|\p{L}\S*\s+\p{Ll}{2,}/u.test(text);

/** What is thrown is written where it is thrown; what a platform documents is cited with its source. */
const isLeftOut = ({ type, callee }: Node): boolean => {
  if (type === 'ThrowStatement' || type === 'ImportDeclaration') return true;
  const name = isNode(callee) ? callee.name : undefined;
  if (type === 'NewExpression') return String(name).endsWith('Error');
  return type === 'CallExpression' && (name === 'documented' || name === 'assumed');
};

type Found = { readonly text: string; readonly start: number };

const sentencesIn = (node: Node): Found[] => {
  if (isLeftOut(node)) return [];
  const text = textIn(node);
  const own = text !== undefined && isSentence(text) ? [{ text, start: node.start }] : [];
  return [...own, ...childrenOf(node).flatMap(sentencesIn)];
};

/** A file of citations alone: constants with an address in them, which `documented` and `assumed` take. */
const isCitation = ({ text }: Found): boolean => text.startsWith('https://');

const linesWith = (file: string, source: string): string[] =>
  sentencesIn(parseSync(file, source).program as unknown as Node)
    .filter((found) => !isCitation(found))
    .map(({ text, start }) => `${file}:${source.slice(0, start).split('\n').length} ${text}`);

describe('the planner', () => {
  it('returns codes and numbers: sentences are made in reports/words alone', () => {
    expect(filesOf(['planner']).flatMap((file) => linesWith(file, textOf(file)))).toEqual([]);
  });

  it.each([
    "const why = 'the limit was reached';",
    'const why = `only $' + '{n} start-ups were recorded`;',
    "const note = { why: 'taken as none' };",
  ])('would be caught with a sentence: %s', (source) => {
    expect(linesWith('a.ts', source)).toHaveLength(1);
  });

  it.each([
    "const kind = 'azureml-v1';",
    "throw new Error('a broken invariant: 3 is not 4');",
    "const fault = () => new HeadroomError('E_CONFIG', { what: 'not a number' });",
    "const limit = documented(500, 'the help page says so');",
    'const file = `kind: Service\nname: scoring # your name`;',
  ])('may hold codes, errors, cited sources and files: %s', (source) => {
    expect(linesWith('a.ts', source)).toEqual([]);
  });
});
