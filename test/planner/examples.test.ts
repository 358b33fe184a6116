import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectPrinted } from './near.ts';

/** The folders whose docstrings give examples with values. */
const folders = ['../../planner/stats/', '../../planner/queueing/', '../oracles/'].map(
  (path) => new URL(path, import.meta.url),
);
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => new URL(file, folder)),
);

/** Code and value of each `@example code // value`; examples without a value only show how to call. */
const examplesIn = (source: string): { code: string; value: string }[] =>
  [...source.matchAll(/@example([\s\S]*?)(?=\*\/|\n \* @)/g)].flatMap(([, text]) => {
    const [code, value] = text!
      .replace(/\n \* ?/g, '\n')
      .trim()
      .split(' // ');
    return value === undefined ? [] : [{ code: code!, value }];
  });

const cases = files.flatMap((file) => examplesIn(readFileSync(file, 'utf8')));

const scope = Object.assign({}, ...(await Promise.all(files.map((file) => import(file.href)))));
const evaluate = (code: string): unknown =>
  new Function(...Object.keys(scope), `return (${code});`)(...Object.values(scope));

/** Numbers to the digits printed; of an object the keys that the example shows. */
const expectShown = (actual: unknown, shown: unknown): void => {
  if (typeof shown === 'number' && typeof actual === 'number') expectPrinted(actual, String(shown));
  else if (typeof shown === 'object' && shown !== null && typeof actual === 'object' && actual !== null)
    for (const [key, value] of Object.entries(shown))
      expectShown((actual as Record<string, unknown>)[key], value);
  else expect(actual).toEqual(shown);
};

describe('examples in docstrings', () => {
  it('are found', () => {
    expect(cases.length).toBeGreaterThan(30);
  });

  it.each(cases)('$code is $value', ({ code, value }) => {
    expectShown(evaluate(code), evaluate(value));
  });
});
