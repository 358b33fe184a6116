import { describe, expect, it } from 'vitest';
import { filesOf, productFolders, textOf } from './source.ts';

type Size = { readonly of: string; readonly lines: number };

const quantileOf = (sizes: readonly Size[], share: number): number =>
  sizes.map(({ lines }) => lines).sort((a, b) => a - b)[Math.floor(share * (sizes.length - 1))]!;

/** Those that are too large, for the message. */
const largest = (sizes: readonly Size[], most: number): string =>
  sizes
    .filter(({ lines }) => lines > most)
    .map(({ of, lines }) => `${of}: ${lines}`)
    .join('\n');

const files = filesOf(productFolders);
const linesOf = (file: string): string[] => textOf(file).trimEnd().split('\n');

/** Lines of a file that begin a statement at its top: those that follow it, up to the next, belong to it. */
const beginsStatement = /^(?:export |const |let |async |function |type |class |for |if |\/\*\*|\/\/)/;
const functionName =
  /^(?:export )?(?:default )?(?:async )?(?:function (\w+)|const (\w+)(?:: [\s\S]*?)? =\s*(?:async )?(?:<[^()]*>)?\s*\([\s\S]*=>)/;

const isCode = (line: string): boolean => line.trim() !== '' && !/^\s*(?:\/\/|\/?\*)/.test(line);

/** Functions at the top of a file, each with the functions inside it; comments and blank lines do not count. */
const functionsOf = (file: string): Size[] => {
  const lines = linesOf(file);
  const starts = lines.flatMap((line, i) => (beginsStatement.test(line) ? [i] : []));
  return starts.flatMap((start, i) => {
    const statement = lines.slice(start, starts[i + 1]);
    const match = functionName.exec(statement.join('\n'));
    if (match === null) return [];
    return [{ of: `${file} ${match[1] ?? match[2]}`, lines: statement.filter(isCode).length }];
  });
};

describe('sizes', () => {
  it.each<readonly [name: string, sizes: readonly Size[], limits: readonly [number, number, number]]>([
    ['files', files.map((file) => ({ of: file, lines: linesOf(file).length })), [90, 180, 300]],
    ['functions', files.flatMap(functionsOf), [11, 40, 80]],
  ])('of %s: median, nine in ten and the largest stay where they are', (_, sizes, [median, most, max]) => {
    expect(sizes.length).toBeGreaterThan(300);
    expect(quantileOf(sizes, 0.5)).toBeLessThanOrEqual(median);
    expect(quantileOf(sizes, 0.9)).toBeLessThanOrEqual(most);
    expect(quantileOf(sizes, 1), largest(sizes, max)).toBeLessThanOrEqual(max);
  });
});
