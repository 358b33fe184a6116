import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createParser } from '../../cli/main.ts';

const help = readFileSync(join(import.meta.dirname, '../../bin/help.txt'), 'utf8');

describe('headroom --help', () => {
  it('prints what yargs would print', async () => {
    expect(`${await createParser([]).getHelp()}\n`).toBe(help);
  });

  it('fits into 110 columns', () => {
    expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
  });
});
