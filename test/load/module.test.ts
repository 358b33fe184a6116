import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type Sketch, sketchOf } from '../../planner/stats/sketch.ts';

const module = fileURLToPath(new URL('../../load/module', import.meta.url));

type GoEvent = { readonly Action: string; readonly Test?: string; readonly Output?: string };

type GoOutput = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs Go in the module's folder. What does not build, and tests that fail, give their output all the same. */
const go = (...args: readonly string[]): Promise<GoOutput> =>
  promisify(execFile)('go', args, { cwd: module, maxBuffer: 64 << 20 }).then(
    (ended) => ({ code: 0, ...ended }),
    (failed: GoOutput) => failed,
  );

/** The Go tests fire short loads and wait for them, one after the other: so many processes share them out. */
const shards = 4;

const shardsOf = (names: readonly string[]): readonly string[] =>
  Array.from({ length: shards }, (_, i) => names.filter((_name, at) => at % shards === i).join('|'));

/**
 * All that `go test` does: it looks for suspicious code, links the tests (once for all shards), and runs them. They are linked
 * without what only a debugger reads, which takes a third of the time.
 */
const testModule = async (folder: string) => {
  const tests = join(folder, 'module.test');
  const link = ['test', '-c', '-ldflags=-s -w', '-o', tests, '.'];
  const [vetted, linked] = await Promise.all([go('vet', './...'), go(...link)]);
  const run = (names: string) =>
    go('tool', 'test2json', '-t', tests, '-test.v=test2json', '-test.timeout=10m', `-test.run=^(${names})$`);
  const listing = await go('tool', 'test2json', tests, '-test.list=.');
  const listed = eventsOf(listing)
    .map(({ Output = '' }) => Output.trim())
    .filter((line) => /^(Test|Example|Fuzz)/.test(line));
  const outputs = await Promise.all(shardsOf(listed).map(run));
  const stderr = [vetted, linked, listing, ...outputs].map((output) => output.stderr).join('');
  return { vetted, listed, stderr, events: outputs.flatMap(eventsOf) };
};

const eventsOf = ({ stdout }: GoOutput): readonly GoEvent[] =>
  stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as GoEvent);

const folder = mkdtempSync(join(tmpdir(), 'headroom-go-'));
const { vetted, listed, stderr, events } = await testModule(folder).finally(() =>
  rmSync(folder, { recursive: true }),
);

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

  it('has nothing that go vet calls suspicious', () => expect(vetted.code, stderr).toBe(0));

  it('builds, and every test of it came to an end', () => {
    const faults = events.filter(({ Action, Test }) => Test === undefined && /fail/.test(Action));
    expect(faults, `${stderr}${outputOf(undefined)}`).toEqual([]);
    expect(listed.length, stderr).toBeGreaterThan(30);
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
