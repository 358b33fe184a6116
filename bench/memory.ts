/**
 * Memory of the tool over the length of a run: its whole way of a line (reader, series file, live line, problems) is
 * fed the stream of a load at 200 requests/s, second by second, as fast as it takes them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { createProblems } from '../cli/run/judge-end.ts';
import { recordSeries } from '../cli/run/record-series.ts';
import { resolveConfig } from '../config/resolve.ts';
import { readLines } from '../load/generator/read-lines.ts';
import { createRandom } from '../planner/stats/random.ts';
import { sketchOf } from '../planner/stats/sketch.ts';
import { row } from './print.ts';

const ratePerSecond = 200;
const seconds = 3600;
const firstSecond = 1_780_000_000;
const source = { generator: 'local', endpoint: 'default', phase: 'soak' };

/** What the generator writes for one second: 150 answers in 40 to 400 ms, 50 that were turned away, and its gauge. */
const linesOf = (second: number, random: () => number): string => {
  const latencies = (n: number, lowMs: number) =>
    sketchOf(Array.from({ length: n }, () => lowMs * (1 + 9 * random())));
  const counts = {
    kind: 'counts',
    seq: 2 * second + 1,
    second: firstSecond + second,
    ...source,
    arrivals: ratePerSecond,
    requests: ratePerSecond,
    outcomes: { '200': 150, '503': 50 },
    unexpected: 50,
    latencyMs: { '200': latencies(150, 40), '503': latencies(50, 1) },
    latenessMs: latencies(ratePerSecond, 0.1),
    firstByteMs: latencies(ratePerSecond, 40),
  };
  const gauge = { kind: 'gauge', seq: 2 * second + 2, atMs: (firstSecond + second) * 1000, ...source };
  return `${JSON.stringify(counts)}\n${JSON.stringify({ ...gauge, inFlight: 8, overdue: 0 })}\n`;
};

const rssMb = (): number => {
  globalThis.gc?.();
  return process.memoryUsage.rss() / 2 ** 20;
};

const config = resolveConfig(
  {
    target: { url: 'http://127.0.0.1:1/score' },
    load: { scenario: 'soak', ratePerSecond, soakSeconds: seconds },
  },
  join(import.meta.dirname, 'k6.config.ts'),
);

/** Feeds the tool an hour of load; gives its memory after 1, 10 and 60 minutes. */
const feed = async (folder: string): Promise<Record<number, number>> => {
  const problems = createProblems();
  await using series = recordSeries({ folder, runId: 'bench' }, config, {
    note: () => {},
    status: () => {},
    step: () => {},
    close: () => {},
  });
  const stream = new PassThrough();
  const read = readLines(stream, {
    onText: series.onLoadText,
    onLine: (line) => {
      problems.add(line);
      series.onLoadLine(line);
    },
  });
  const random = createRandom(1);
  const at: Record<number, number> = {};
  stream.write(
    `${JSON.stringify({ kind: 'header', seq: 0, generator: 'local', startedAtMs: firstSecond * 1000 })}\n`,
  );
  for (let second = 1; second <= seconds; second++) {
    stream.write(linesOf(second, random));
    // As in a run, the reader and the file get their turn between two seconds.
    await new Promise((resolve) => setImmediate(resolve));
    if (second === 60 || second === 600 || second === 3600) at[second] = rssMb();
  }
  stream.end();
  await read;
  return at;
};

/** Prints how the memory of the tool grows over a run. */
export const memory = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-bench-'));
  try {
    const at = await feed(folder);
    row('RSS after 1 minute of recorded series, MB', [at[60] ?? 0], '');
    row('RSS after 10 minutes / after 1 minute', [(at[600] ?? 0) / (at[60] ?? 1)], 'flat: about 1');
    row('RSS after 60 minutes / after 10 minutes', [(at[3600] ?? 0) / (at[600] ?? 1)], 'flat: about 1');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
