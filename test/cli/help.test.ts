import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { helpFiles } from '../../bin/make-help.ts';
import { verbNames } from '../../cli/verbs/all.ts';
import { headroom } from '../builders/headroom.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const help = read('bin/help.txt');

describe('the texts of the help', () => {
  it('are what `npm run help` writes', async () => {
    for (const [file, text] of Object.entries(await helpFiles())) expect(read(file), file).toBe(text);
  });

  it('are there for every verb, and for no other', () => {
    const topics = readdirSync(join(root, 'bin/help')).filter((name) => name !== 'exit-codes.txt');
    expect(topics).toEqual(verbNames.map((verb) => `${verb}.txt`).sort());
  });

  it('fit into 80 columns', () => {
    const texts = [help, ...['exit-codes', ...verbNames].map((topic) => read(`bin/help/${topic}.txt`))];
    const wide = texts.flatMap((text) => text.split('\n')).filter((line) => line.length > 80);
    expect(wide).toEqual([]);
  });
});

describe('headroom help', () => {
  it('shows the help of a verb, as its --help does', async () => {
    const [asked, option] = await Promise.all([headroom(['help', 'plan']), headroom(['plan', '-h'])]);
    expect(asked).toEqual(option);
    expect(asked).toMatchObject({ code: 0, stdout: read('bin/help/plan.txt') });
  });

  it('shows it beside other options, too', async () => {
    expect(await headroom(['plan', '--help', '--json'])).toMatchObject({
      code: 0,
      stdout: read('bin/help/plan.txt'),
    });
  });

  it('shows the whole help where no verb is named', async () => {
    expect(await headroom(['help'])).toMatchObject({ code: 0, stdout: help });
  });
});
