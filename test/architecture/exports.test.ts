import { describe, expect, it } from 'vitest';
import { filesOf, productFolders, textOf } from './source.ts';

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
const described = ({ file, name }: Export): string => `${file} ${name}`;

describe('what files export', () => {
  it('is seen', () => {
    const kinds = Map.groupBy(exported, ({ kind }) => kind);
    for (const kind of ['function', 'type', 'constant'] as const)
      expect(kinds.get(kind)?.length).toBeGreaterThan(100);
  });

  it.each(['function', 'type', 'constant'] as const)('says what it is for: every %s but 5 in 100', (kind) => {
    const all = exported.filter((one) => one.kind === kind);
    const silent = all.filter(({ isDocumented }) => !isDocumented);
    const share = 1 - silent.length / all.length;
    expect(share, silent.map(described).join('\n')).toBeGreaterThanOrEqual(documentedShareLeast);
  });
});
