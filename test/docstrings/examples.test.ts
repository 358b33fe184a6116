import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { filesOf, productFolders, textOf } from '../architecture/source.ts';
import { examplesIn, expectShown } from './example-values.ts';

const importOf = (file: string): Promise<Record<string, unknown>> =>
  import(pathToFileURL(join(import.meta.dirname, '../..', file)).href);

const evaluate = (code: string, scope: Readonly<Record<string, unknown>>): unknown =>
  new Function(...Object.keys(scope), `return (${code});`)(...Object.values(scope));

/** Their examples may use what any of these files exports, and each has a value. */
const folders = ['planner/stats', 'planner/queueing', 'test/oracles'];
const shared = filesOf(folders).filter((file) => !file.endsWith('.test.ts'));
const scope = Object.assign({}, ...(await Promise.all(shared.map(importOf))));

describe('examples of statistics and queueing', () => {
  const cases = shared.flatMap((file) => examplesIn(textOf(file)));

  it('docstrings of statistics and queueing have more than 30 examples', () => {
    expect(cases.length).toBeGreaterThan(30);
  });

  it.each(cases)('the example $code has the value $value', ({ code, value }) => {
    expectShown(evaluate(code, scope), evaluate(value, scope));
  });
});

/** Whether an example can't be evaluated: it names what its file does not export, or shows its value in words. */
const isForTheEye = (error: unknown): boolean =>
  error instanceof ReferenceError || error instanceof SyntaxError;

describe('examples of all other files', () => {
  const others = filesOf(productFolders)
    .filter((file) => !shared.includes(file))
    .filter((file) => examplesIn(textOf(file)).length > 0);

  it('give the value that they show', async () => {
    let evaluated = 0;
    for (const file of others) {
      const exported = await importOf(file);
      for (const { code, value } of examplesIn(textOf(file))) {
        try {
          expectShown(evaluate(code, exported), evaluate(value, exported));
          evaluated += 1;
        } catch (error) {
          if (!isForTheEye(error)) throw new Error(`${file}: ${code}`, { cause: error });
        }
      }
    }
    expect(evaluated, 'of some 280').toBeGreaterThan(200);
  });
});
