/** One real k6 run against a small server that keeps its own books, recorded by the tool and by k6's JSON output at once. */
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metric } from '../../../load/telemetry/otlp-decode.ts';
import { startReceiver } from '../../../load/telemetry/receiver.ts';
import { createRecorder, type LiveTotals } from '../../../load/telemetry/recorder.ts';
import type { LoadLine } from '../../../runs/schema/load-series.ts';
import { type EndedScript, runScript } from './run-script.ts';

/** Answers, refusals, time-outs, a request that is not sent, and one scenario with too few virtual users. */
const script = `
import exec from 'k6/execution';
import http from 'k6/http';
import { Counter, Trend } from 'k6/metrics';

const arrivals = new Counter('headroom_arrivals');
const serviceMs = new Trend('headroom_service_ms', true);
const failedMs = new Trend('headroom_failed_ms', true);
const rate = (ratePerSecond, startTime, duration, preAllocatedVUs) => ({
  executor: 'constant-arrival-rate',
  ...{ rate: ratePerSecond, timeUnit: '1s', startTime, duration, preAllocatedVUs, gracefulStop: '3s' },
});
export const options = {
  discardResponseBodies: true,
  scenarios: {
    baseline: rate(60, '0s', '3s', 50),
    spike: rate(200, '1500ms', '1500ms', 90),
    starved: { ...rate(40, '500ms', '1s', 1), exec: 'slow' },
    'headroom-control': { ...rate(4, '0s', '3s', 1), exec: 'control' },
  },
};

const scoreAt = (path) => {
  const sentAtMs = Date.now();
  const second = Math.floor(sentAtMs / 1000);
  exec.vu.metrics.tags.t = String(second % 1024);
  arrivals.add(1);
  if (path === 'forbidden') return failedMs.add(0, { error_code: '1111' });
  const base = path === 'refused' ? __ENV.REFUSED : __ENV.TARGET;
  const answer = http.get(base + '/' + path + '?second=' + second, { timeout: path === 'silent' ? 300 : 5000 });
  if (answer.status === 0) failedMs.add(Date.now() - sentAtMs, { error_code: String(answer.error_code) });
  else serviceMs.add(Number(answer.headers['X-Ms-Run-Fn-Exec-Ms']));
};
const paths = ['ok', 'ok', 'ok', 'full', 'ok', 'refused', 'ok', 'ok', 'forbidden', 'silent'];

export default () => scoreAt(paths[exec.scenario.iterationInTest % paths.length]);
export const slow = () => scoreAt('silent');
export const control = () => http.get(__ENV.TARGET + '/control');
export const setup = () => http.get(__ENV.TARGET + '/control');
`;

type Arrival = { readonly toldSecond: number; readonly clockSecond: number };

/** Service times that spread over two orders of magnitude, the same in every run. */
const serviceMsOf = (request: number): number => 2 * 1.05 ** ((request * 37) % 90);

const startTarget = async () => {
  const arrivals: Arrival[] = [];
  const listener: RequestListener = (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://target');
    if (pathname === '/control') return void response.end();
    arrivals.push({
      toldSecond: Number(searchParams.get('second')),
      clockSecond: Math.floor(Date.now() / 1000),
    });
    if (pathname === '/silent') return;
    const serviceMs = serviceMsOf(arrivals.length);
    response.writeHead(pathname === '/full' ? 503 : 200, { 'x-ms-run-fn-exec-ms': serviceMs.toFixed(3) });
    setTimeout(() => response.end('{}'), serviceMs);
  };
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, arrivals, url: urlOf(server.address() as AddressInfo) };
};

const urlOf = ({ port }: AddressInfo): string => `http://127.0.0.1:${port}`;

/** An address of this machine that refuses connections. */
const refusingUrl = async (): Promise<string> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = urlOf(server.address() as AddressInfo);
  server.close();
  await once(server, 'close');
  return url;
};

/** One line of k6's JSON output. */
export type Sample = {
  readonly metric: string;
  readonly data: { readonly value: number; readonly tags: Readonly<Record<string, string>> };
};

const samplesIn = (text: string): Sample[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ type }) => type === 'Point');

export type RecordedRun = EndedScript & {
  readonly exports: readonly (readonly Metric[])[];
  readonly lines: readonly LoadLine[];
  readonly totals: LiveTotals;
  /** Of k6's JSON output. */
  readonly samples: readonly Sample[];
  /** Of the server. */
  readonly arrivals: readonly Arrival[];
};

/** What a user may have set for programs of their own; each would break the telemetry if it reached k6. */
const hostileSettings = {
  OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
  OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'cumulative',
  K6_OTEL_METRIC_PREFIX: 'team_',
};

export const recordRun = async (): Promise<RecordedRun> => {
  const [target, refused] = [await startTarget(), await refusingUrl()];
  const recorder = createRecorder({
    generator: 'local',
    endpoint: 'default',
    controlScenario: 'headroom-control',
  });
  const lines: LoadLine[] = [];
  const exports: (readonly Metric[])[] = [];
  const receiver = await startReceiver({
    host: '127.0.0.1',
    onMetrics: (metrics) => {
      exports.push(metrics);
      lines.push(...recorder.add(metrics));
    },
  });
  const folder = await mkdtemp(join(tmpdir(), 'headroom-samples-'));
  const jsonFile = join(folder, 'samples.json');
  try {
    const ended = await runScript({
      script,
      port: receiver.port,
      parameters: [`--out=json=${jsonFile}`, '-e', `TARGET=${target.url}`, '-e', `REFUSED=${refused}`],
      settings: hostileSettings,
    });
    lines.push(...recorder.finish(Date.now()));
    const samples = samplesIn(await readFile(jsonFile, 'utf8'));
    return { ...ended, exports, lines, totals: recorder.totals(), samples, arrivals: target.arrivals };
  } finally {
    await receiver.close();
    target.server.closeAllConnections();
    target.server.close();
    await rm(folder, { recursive: true });
  }
};
