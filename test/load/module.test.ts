import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type Sketch, sketchOf } from '../../planner/stats/sketch.ts';

const module = fileURLToPath(new URL('../../load/module', import.meta.url));

type GoEvent = { readonly Action: string; readonly Test?: string; readonly Output?: string };

/** Runs the module's Go tests. A module that does not build gives no test, only its output. */
const runGoTests = async (): Promise<{ readonly events: readonly GoEvent[]; readonly stderr: string }> => {
  const run = promisify(execFile)('go', ['test', '-json', './...'], { cwd: module, maxBuffer: 64 << 20 });
  const { stdout, stderr } = await run.catch((failed: { stdout: string; stderr: string }) => failed);
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  return { events: lines.map((line) => JSON.parse(line) as GoEvent), stderr };
};

const { events, stderr } = await runGoTests();

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
    expect(ended.length).toBeGreaterThan(30);
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
