/**
 * The tool beside 50 runners for an hour: their lines, as pods' logs bring them, go the tool's whole way (reader, ledger, merge,
 * series file, live line), as fast as it takes them. Making the lines is part of the CPU time, so the figure is an upper bound.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordSeries } from '../cli/run/record-series.ts';
import { resolveConfig } from '../config/resolve.ts';
import { createLineReader } from '../load/generator/read-lines.ts';
import { fireRunners } from '../load/runners/fire-runners.ts';
import type { RunnerEnded } from '../load/runners/runner.ts';
import { createRandom } from '../planner/stats/random.ts';
import { sketchOf } from '../planner/stats/sketch.ts';
import { loadPlanSchema } from '../runs/schema/load-plan.ts';
import { row } from './print.ts';

const runners = 50;
const seconds = 3600;
const perRunner = 40;
const firstSecond = 1_780_000_000;

/** A second of one runner without what differs from line to line: 40 answers in 40 to 400 ms. */
const middleOf = (random: () => number): string => {
  const latencies = sketchOf(Array.from({ length: perRunner }, () => 40 * (1 + 9 * random())));
  const small = sketchOf(Array.from({ length: perRunner }, () => random()));
  return JSON.stringify({
    endpoint: 'default',
    phase: 'soak',
    arrivals: perRunner,
    requests: perRunner,
    outcomes: { '200': perRunner },
    latencyMs: { '200': latencies },
    latenessMs: small,
    firstByteMs: latencies,
    bodyMs: small,
  }).slice(1);
};

const state = { overdue: 0, virtualUsers: 0, virtualUsersMax: 0, queued: 0, cpuSeconds: 1, memoryBytes: 6e7 };
const totals = {
  dropped: 0,
  notStarted: 0,
  cut: 0,
  exceptions: 0,
  refused: 0,
  linesLost: 0,
  setupRequests: 0,
};
const usage = { cpuSeconds: 1, memoryBytesMax: 6e7, endedAtMs: 0, thresholds: [] };

const planOf = () =>
  loadPlanSchema.parse({
    schemaVersion: 2,
    seed: 1,
    generator: 'runner',
    startAtMs: null,
    phases: [{ name: 'soak', fromSecond: 0, toSecond: seconds }],
    arrivals: {
      placement: 'even',
      perSecond: new Array<number>(seconds).fill(runners * perRunner),
      perEndpoint: [new Array<number>(seconds).fill(runners * perRunner)],
    },
    endpoints: [
      {
        name: 'default',
        method: 'POST',
        timeoutMs: 5000,
        followRedirects: false,
        discardBody: true,
        payload: { kind: 'one', count: 1 },
      },
    ],
    work: { kind: 'request' },
    connections: { mode: 'reuse', maxAgeSeconds: null, http2: true },
    limits: {
      inFlightMax: 10_000,
      requestsPerSecondMax: 10_000,
      graceSeconds: 6,
      autoStop: { maxErrorShare: 0.9, windowSeconds: 60, overdueMs: 10_000 },
    },
    fence: { hosts: ['127.0.0.1'], proxy: null },
  });

type Pod = { readonly take: (text: string) => void; readonly end: () => void };

/** Feeds an hour of all runners; gives the most memory that the tool took. */
const feed = async (folder: string): Promise<{ readonly rssMb: number; readonly bytes: number }> => {
  const load = { scenario: 'soak', ratePerSecond: 400, soakSeconds: seconds } as const;
  const input = { target: { url: 'http://127.0.0.1:1/score' }, load };
  const config = resolveConfig(input, join(import.meta.dirname, 'k6.config.ts'));
  const quiet = { note: () => {}, step: () => {}, status: () => {}, close: () => {} };
  await using series = recordSeries({ folder, runId: 'bench' }, config, quiet);
  const pods: Pod[] = [];
  const running = fireRunners({
    plan: planOf(),
    count: runners,
    readySeconds: 60,
    leadMs: 0,
    onLoss: 'stop',
    onText: series.onLoadText,
    onLine: series.onLoadLine,
    onLost: () => {},
    launch: (_, onLine) => {
      const { promise: ended, resolve } = Promise.withResolvers<RunnerEnded>();
      const { take } = createLineReader({ onText: () => {}, onLine });
      const k6 = { code: 0, signal: null, output: '', printed: '' };
      const fate = { failure: { code: 'pod', said: '' }, place: null, cuts: 0, brokenLines: 0, k6 } as const;
      pods.push({ take, end: () => resolve(fate) });
      const silent = { start: () => {}, again: () => {}, stop: () => {}, cut: () => {}, kill: () => {} };
      return { ...silent, ended };
    },
  });
  const random = createRandom(1);
  const middles = Array.from({ length: 64 }, () => middleOf(random));
  const say = (pod: number, line: object): void =>
    pods[pod]!.take(`${JSON.stringify({ generator: `runner-${pod}`, ...line })}\n`);
  for (const pod of pods.keys()) say(pod, { kind: 'armed', seq: 0, schemaVersion: 2, module: '0', atMs: 0 });
  const header = { kind: 'header', seq: 1, schemaVersion: 2, module: '0', startedAtMs: firstSecond * 1000 };
  for (const pod of pods.keys()) say(pod, header);
  let [rss, bytes] = [0, 0];
  for (let second = 0; second < seconds; second++) {
    for (const [pod, { take }] of pods.entries()) {
      const seq = 2 * second + 2;
      const own = `"generator":"runner-${pod}"`;
      const counts = `{"kind":"counts","seq":${seq},"second":${firstSecond + second},${own},${middles[(second + pod) % 64]}\n`;
      bytes += counts.length;
      take(counts);
      say(pod, { kind: 'gauge', seq: seq + 1, atMs: second, inFlight: 8, ...state });
    }
    await new Promise((resolve) => setImmediate(resolve));
    // In a real hour garbage is collected many times; the replay takes seconds.
    if (second % 60 === 0) globalThis.gc?.();
    rss = Math.max(rss, process.memoryUsage.rss());
  }
  const fired = perRunner * seconds;
  const last = { planned: fired, fired, requests: fired, ended: fired, ...totals, ...usage };
  for (const [pod, { end }] of pods.entries()) {
    say(pod, {
      kind: 'end',
      seq: 2 * seconds + 2,
      reason: 'complete',
      detail: '',
      lines: 2 * seconds + 3,
      ...last,
    });
    end();
  }
  const { end } = await running.ended;
  if (end?.fired !== runners * fired) throw new Error(`${end?.fired} of ${runners * fired} were counted`);
  return { rssMb: rss / 2 ** 20, bytes: bytes / runners / seconds };
};

/** Prints what 50 runners cost the tool in an hour. */
export const runnersCost = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-bench-'));
  try {
    const before = process.cpuUsage();
    const { rssMb, bytes } = await feed(folder);
    const { user, system } = process.cpuUsage(before);
    row('tool memory beside 50 runners for an hour, MB', [rssMb], 'at most 300');
    row('tool CPU beside 50 runners, cores', [(user + system) / 1e6 / seconds], 'at most 0.5');
    row('log of a runner at 40/s, bytes per second', [bytes], '');
    row('run folder of that hour, MB', [(await stat(join(folder, 'load.ndjson'))).size / 2 ** 20], '');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
