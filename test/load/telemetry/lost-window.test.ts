import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isLoadMetric } from '../../../load/telemetry/k6-metrics.ts';
import { decodeMetrics, type Metric } from '../../../load/telemetry/otlp-decode.ts';
import type { NumberPoint } from '../../../load/telemetry/otlp-points.ts';
import { createRecorder } from '../../../load/telemetry/recorder.ts';
import { foldLoad } from '../../../planner/timeline/fold-load.ts';
import type { LoadLine } from '../../../runs/schema/load-series.ts';
import { findingK6MsMax, runScript } from './run-script.ts';

/** Three seconds of arrivals that send nothing; their number holds however busy the machine is. */
const iterations = 300;
const script = `
import { sleep } from 'k6';
import exec from 'k6/execution';
import { Counter } from 'k6/metrics';
const arrivals = new Counter('headroom_arrivals');
export const options = { scenarios: { steady: { executor: 'shared-iterations', vus: 3, iterations: ${iterations} } } };
export default () => {
  exec.vu.metrics.tags.t = String(Math.floor(Date.now() / 1000) % 1024);
  arrivals.add(1);
  sleep(0.03);
};
`;

/** The export that is refused, with a status after which k6 does not try again. */
const refusedIndex = 1;

const recorder = createRecorder({ generator: 'local', endpoint: 'default', controlScenario: 'none' });
const lines: LoadLine[] = [];
let refused: readonly NumberPoint[] = [];
let exports = 0;

const arrivalsIn = (metrics: readonly Metric[]): readonly NumberPoint[] =>
  metrics.flatMap((one) => (one.kind === 'sum' && one.name === 'headroom_arrivals' ? one.points : []));

const server = createServer(async (request, response) => {
  const decoded = decodeMetrics(await buffer(request), isLoadMetric);
  if (decoded.kind === 'malformed') throw new Error(decoded.reason);
  const isRefused = exports++ === refusedIndex;
  response.writeHead(isRefused ? 500 : 200).end();
  if (isRefused) refused = arrivalsIn(decoded.metrics);
  else lines.push(...recorder.add(decoded.metrics));
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await runScript({ script, port: (server.address() as AddressInfo).port });
}, findingK6MsMax);
afterAll(() => {
  server.close();
});

it('a window that k6 could not send is one lost line over its time, and its arrivals are missing', () => {
  const { lost, total } = foldLoad(lines);
  expect(lost).toHaveLength(1);
  expect(Math.abs(lost[0]!.fromMs - refused[0]!.fromMs)).toBeLessThan(100);
  expect(Math.abs(lost[0]!.toMs - refused[0]!.toMs)).toBeLessThan(100);
  const missing = refused.reduce((sum, { value }) => sum + value, 0);
  expect(missing).toBeGreaterThan(0);
  expect(total.arrivals + missing).toBe(iterations);
});
