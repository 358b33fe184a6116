import { describe, expect, it } from 'vitest';
import { filesOf, importsOf, productFolders, textOf } from './source.ts';

/** What the outside may import: they are used by people, by Node, and by k6. */
const entryPoints = /^(?:planner\/index|config\/define|cli\/main|scenarios\/k6\/.*)(?:\.ts)?$/;

const documentedShareLeast = 0.95;

type Export = {
  readonly file: string;
  readonly name: string;
  readonly kind: 'function' | 'type' | 'constant';
  readonly isDocumented: boolean;
};

const isFunction = (text: string): boolean =>
  /^export (?:default )?(?:async )?function/.test(text) ||
  /^export const \w+(?:: [^=]*)? =\s*(?:async )?(?:<[^()]*>)?\s*\([^;]*?=>/.test(text);

const kindOf = (text: string): Export['kind'] => {
  if (/^export (?:type|class|interface) /.test(text)) return 'type';
  return isFunction(text) ? 'function' : 'constant';
};

const exportsOf = (file: string): Export[] => {
  const text = textOf(file);
  const declarations = text.matchAll(
    /^export (?:default )?(?:async )?(?:const|type|function\*?|class|interface) (\w+)/gm,
  );
  return [...declarations].map(({ index, 1: name = '' }) => ({
    file,
    name,
    kind: kindOf(text.slice(index)),
    isDocumented: text.slice(0, index).endsWith('*/\n'),
  }));
};

const files = filesOf(productFolders);
const exported = files.flatMap(exportsOf);

const takenBy = (folders: readonly string[]) =>
  filesOf(folders)
    .flatMap(importsOf)
    .flatMap(({ to, names }) => (names ?? ['*']).map((name) => `${to} ${name}`));
const taken = new Set(takenBy([...productFolders, 'bench', 'bin']));
const takenByTests = new Set(takenBy(['test']));
const isIn = (uses: ReadonlySet<string>, { file, name }: Export): boolean =>
  uses.has(`${file} ${name}`) || uses.has(`${file} *`);

/** Whether a file uses one of its own exports: by name, beside the declaration, comments left out. */
const usesItself = ({ file, name }: Export): boolean => {
  const code = textOf(file).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  return [...code.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length > 1;
};

const described = ({ file, name }: Export): string => `${file} ${name}`;

describe('what files export', () => {
  it('includes over a hundred functions, types and constants', () => {
    const kinds = Map.groupBy(exported, ({ kind }) => kind);
    for (const kind of ['function', 'type', 'constant'] as const)
      expect(kinds.get(kind)?.length).toBeGreaterThan(100);
  });

  it('is imported by some other file, or exported by an entry point', () => {
    const unused = exported
      .filter(({ file }) => !entryPoints.test(file))
      .filter((one) => !isIn(taken, one) && !isIn(takenByTests, one));
    expect(unused.map(described)).toEqual([]);
  });

  it('is part of the product: what only tests import, the file itself uses', () => {
    const onlyTested = exported
      .filter(({ file }) => !entryPoints.test(file))
      .filter((one) => !isIn(taken, one) && isIn(takenByTests, one) && !usesItself(one));
    expect(onlyTested.map(described)).toEqual([]);
  });

  it.each(['function', 'type', 'constant'] as const)('says what it is for: every %s but 5 in 100', (kind) => {
    const all = exported.filter((one) => one.kind === kind);
    const silent = all.filter(({ isDocumented }) => !isDocumented);
    const share = 1 - silent.length / all.length;
    expect(share, silent.map(described).join('\n')).toBeGreaterThanOrEqual(documentedShareLeast);
  });
});
