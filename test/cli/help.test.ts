import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createParser } from '../../cli/main.ts';
import { headroom } from '../builders/headroom.ts';

const help = readFileSync(join(import.meta.dirname, '../../bin/help.txt'), 'utf8');

describe('headroom --help', () => {
  it('prints what yargs would print', async () => {
    expect(`${await createParser([]).getHelp()}\n`).toBe(help);
  });

  it('fits into 80 columns', () => {
    expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe('headroom help', () => {
  it('shows the help of a verb, as its --help does', async () => {
    const [asked, option] = await Promise.all([headroom(['help', 'plan']), headroom(['plan', '--help'])]);
    expect(asked).toEqual(option);
    expect(asked.stdout).toContain('headroom plan <runs..>');
  });

  it('shows the whole help where no verb is named', async () => {
    expect(await headroom(['help'])).toMatchObject({ code: 0, stdout: help });
  });
});
