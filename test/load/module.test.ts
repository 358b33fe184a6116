import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type Sketch, sketchOf } from '../../planner/stats/sketch.ts';

const module = fileURLToPath(new URL('../../load/module', import.meta.url));

type GoEvent = { readonly Action: string; readonly Test?: string; readonly Output?: string };

type GoOutput = { readonly stdout: string; readonly stderr: string };

/** Runs `go test`. A module that does not build, or whose tests fail, gives its output all the same. */
const goTest = (...args: readonly string[]): Promise<GoOutput> =>
  promisify(execFile)('go', ['test', ...args, './...'], { cwd: module, maxBuffer: 64 << 20 }).catch(
    (failed: GoOutput) => failed,
  );

/** The Go tests fire short loads and wait for them, one after the other: so many processes share them out. */
const shards = 4;

const shardsOf = (names: readonly string[]): readonly string[] =>
  Array.from({ length: shards }, (_, i) => names.filter((_name, at) => at % shards === i).join('|'));

const listing = await goTest('-list', '.');
const listed = listing.stdout.split('\n').filter((line) => /^(Test|Example|Fuzz)/.test(line));
const outputs = await Promise.all(shardsOf(listed).map((names) => goTest('-json', '-run', `^(${names})$`)));
const stderr = [listing, ...outputs].map((output) => output.stderr).join('');
const events = outputs
  .flatMap(({ stdout }) => stdout.split('\n'))
  .filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line) as GoEvent);

const outputOf = (test: string | undefined): string =>
  events
    .filter((event) => event.Test === test && event.Action === 'output')
    .map((event) => event.Output)
    .join('');

describe('the k6 module, by its Go tests', () => {
  const ended = events.filter(({ Action, Test }) => Test !== undefined && ['pass', 'fail'].includes(Action));
  for (const { Test, Action } of ended) {
    it(`${Test}`, () => expect(Action, outputOf(Test)).toBe('pass'));
  }

  it('builds, and every test of it came to an end', () => {
    const faults = events.filter(({ Action, Test }) => Test === undefined && /fail/.test(Action));
    expect(faults, `${stderr}${outputOf(undefined)}`).toEqual([]);
    expect(listed.length, `${listing.stdout}${stderr}`).toBeGreaterThan(30);
    expect(
      ended
        .map(({ Test }) => Test)
        .filter((name) => !name?.includes('/'))
        .sort(),
    ).toEqual(listed.toSorted());
  });
});

describe("the module's golden sketches", () => {
  const golden = JSON.parse(readFileSync(`${module}/testdata/sketches.json`, 'utf8')) as readonly {
    readonly values: readonly number[];
    readonly sketch: Sketch;
  }[];

  it('are what the tool makes of the same values', () => {
    for (const { values, sketch } of golden) expect(sketchOf(values)).toEqual(sketch);
  });
});
