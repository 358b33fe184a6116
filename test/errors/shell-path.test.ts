import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shellPath } from '../../errors/shell-path.ts';

/** The words that a shell makes of a command line. */
const wordsOf = (line: string): string[] =>
  execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

it.each([
  ['runs/2026-11-28-spike-200d', 'runs/2026-11-28-spike-200d'],
  ['/tmp/my runs', "'/tmp/my runs'"],
  ["it's", "'it'\\''s'"],
  ['~/runs', "'~/runs'"],
  ['-a', './-a'],
  ['', "''"],
])('writes %s for a shell as %s', (path, written) => {
  expect(shellPath(path)).toBe(written);
});

it('gives a shell one word that is the path, whatever signs are in it', () => {
  const paths = fc
    .sample(fc.string({ unit: 'grapheme', minLength: 1 }), { numRuns: 200, seed: 7 })
    .filter((path) => !path.includes('\0') && !path.startsWith('-'))
    .concat([
      'a b',
      "'",
      '"$HOME"',
      '`id`',
      'a;b',
      'a&&b',
      '*',
      '{a,b}',
      '\\',
      '#a',
      '!x',
      '(a)',
      'a\nb',
      'ü',
    ]);
  expect(wordsOf(paths.map(shellPath).join(' '))).toEqual(paths);
});
