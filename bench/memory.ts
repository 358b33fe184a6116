/**
 * Memory of the tool over the length of a run: the whole path of the telemetry (recorder, series file, auto-stop, live
 * line) is fed the exports of a load at 200 requests/s, one a second, as fast as it takes them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLiveCluster, liveStatusOf } from '../cli/run/live-status.ts';
import { createAutoStop } from '../load/auto-stop.ts';
import type { Metric } from '../load/telemetry/otlp-decode.ts';
import { createRecorder } from '../load/telemetry/recorder.ts';
import { createRandom } from '../planner/stats/random.ts';
import { sketchOf } from '../planner/stats/sketch.ts';
import type { LoadLine } from '../runs/schema/load-series.ts';
import { openSeries } from '../runs/series-file.ts';
import { controlScenario, metricNames, secondTag, secondTagModulus } from '../scenarios/lib/metrics.ts';
import { phasesOf } from '../scenarios/profile.ts';
import { row } from './print.ts';

const ratePerSecond = 200;
const firstSecond = 1_780_000_000;

/** What k6 posts for one second of load: 150 answers in 40 to 400 ms and 50 that were turned away. */
const exportOf = (second: number, random: () => number): Metric[] => {
  const window = { fromMs: second * 1000, toMs: (second + 1) * 1000 };
  const base = { scenario: 'soak', [secondTag]: String(second % secondTagModulus) };
  const attributes = (status: string) =>
    new Map<string, string>([...Object.entries(base), ['status', status]]);
  const latencies = (n: number, lowMs: number) =>
    sketchOf(Array.from({ length: n }, () => lowMs * (1 + 9 * random())));
  const sum = (name: string, status: string, value: number): Metric => ({
    kind: 'sum',
    name,
    points: [{ ...window, attributes: attributes(status), value }],
  });
  return [
    sum(metricNames.arrivals, '', ratePerSecond),
    sum('http_reqs', '200', 150),
    sum('http_reqs', '503', 50),
    {
      kind: 'histogram',
      name: 'http_req_duration',
      points: [
        { ...window, attributes: attributes('200'), sketch: latencies(150, 40) },
        { ...window, attributes: attributes('503'), sketch: latencies(50, 1) },
      ],
    },
  ];
};

const rssMb = (): number => {
  globalThis.gc?.();
  return process.memoryUsage.rss() / 2 ** 20;
};

export const memory = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-bench-'));
  try {
    const recorder = createRecorder({ generator: 'local', endpoint: 'default', controlScenario });
    const series = openSeries<LoadLine>(folder, 'load.ndjson');
    const autoStop = createAutoStop({ maxErrorShare: 0.9, windowSeconds: 60 });
    const phases = phasesOf({ scenario: 'soak', ratePerSecond, soakSeconds: 3600 });
    const live = createLiveCluster();
    const random = createRandom(1);
    const at: Record<number, number> = {};
    for (let second = 1; second <= 3600; second++) {
      const lines = recorder.add(exportOf(firstSecond + second, random));
      series.append(lines);
      autoStop(lines);
      const nowMs = (firstSecond + second) * 1000;
      liveStatusOf({ phases, startedAtMs: firstSecond * 1000, nowMs, lines, replicas: live.replicas() });
      // As in a run, the file gets its turn between two exports.
      await new Promise((resolve) => setImmediate(resolve));
      if (second === 60 || second === 600 || second === 3600) at[second] = rssMb();
    }
    await series.close();
    row('RSS after 1 minute of recorded series, MB', [at[60] ?? 0], '');
    row('RSS after 10 minutes / after 1 minute', [(at[600] ?? 0) / (at[60] ?? 1)], 'flat: about 1');
    row('RSS after 60 minutes / after 10 minutes', [(at[3600] ?? 0) / (at[600] ?? 1)], 'flat: about 1');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
