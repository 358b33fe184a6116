import { describe, expect, it } from 'vitest';
import { platforms } from '../../planner/platforms/index.ts';
import { filesOf, textOf } from './source.ts';

type Known = { readonly name: string; readonly value: number };

/** Every number that a record states, with the name that it has there; 0 and 1 may be anything. */
const numbersIn = (record: unknown, name = ''): Known[] => {
  if (typeof record === 'number') return record === 0 || record === 1 ? [] : [{ name, value: record }];
  if (typeof record !== 'object' || record === null) return [];
  return Object.entries(record).flatMap(([key, entry]) =>
    ['default', 'value', 'range', 'min', 'max', 'step'].includes(key)
      ? numbersIn(entry, name)
      : numbersIn(entry, key),
  );
};

const valuesOf = Map.groupBy(
  Object.values(platforms).flatMap((platform) => numbersIn(platform)),
  ({ name }) => name,
);

/** What believes something of a platform. The tool's own config, the sandbox and the demo have settings of their own. */
const files = filesOf(['planner', 'config', 'runs', 'reports']).filter(
  (file) => !/^planner\/platforms\/|^config\/schema\/(?:config|safety)\.ts|^runs\/schema\/sandbox/.test(file),
);

/** A name that is given a number: in an object or a constant, or as the default of a schema's field. */
const given = /\b(\w+)['"]?\s*[:=]\s*([\d_.]+)\b/g;
const defaulted = /\b(\w+):\s*\w+(?:\s*\.\w+\([^()]*\))*?\s*\.default\(([\d_.]+)\)/g;

const isCopy = (given: string, number: number): boolean =>
  [...valuesOf].some(
    ([name, facts]) =>
      given.toLowerCase().endsWith(name.toLowerCase()) && facts.some(({ value }) => value === number),
  );

/** Numbers in code that stand under the name of a platform's setting, or one that ends like it, and are its value. */
const copiesIn = (text: string): string[] => {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  return [...code.matchAll(given), ...code.matchAll(defaulted)]
    .filter(([, name = '', number = '']) => isCopy(name, Number(number.replaceAll('_', ''))))
    .map(([copy]) => copy);
};

describe('what platforms document', () => {
  it('is seen: names and numbers of their settings', () => {
    expect(valuesOf.get('waitLimitMs')).toContainEqual({ name: 'waitLimitMs', value: 500 });
    expect(copiesIn('const defaultTargetUtilization = 0.7; f({ requestTimeoutMs: 60_000 });')).toHaveLength(
      2,
    );
    expect(copiesIn('syncPeriodSeconds: z.number().positive().default(15)')).toHaveLength(1);
    expect(copiesIn('const windowSeconds = 13;')).toEqual([]);
  });

  it('stands in planner/platforms alone', () => {
    const copies = files.flatMap((file) => copiesIn(textOf(file)).map((copy) => `${file}: ${copy}`));
    expect(copies).toEqual([]);
  });
});
