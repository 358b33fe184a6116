import { describe, expect, it } from 'vitest';
import { bookExport } from '../../../load/telemetry/book-export.ts';
import type { Metric } from '../../../load/telemetry/otlp-decode.ts';
import { finestScale } from '../../../planner/stats/sketch.ts';
import { metricsOf } from './metric-builders.ts';

const second = 1_700_000_000;
const t = String(second % 1024);
const next = String((second + 1) % 1024);
const { sum, histogram, gauge } = metricsOf({ fromMs: second * 1000 + 300, toMs: second * 1000 + 1300 });
const book = (...metrics: Metric[]) => bookExport(metrics, 'headroom-control').bookings;

const ok = { scenario: 'spike', t, status: '200' };
const overloaded = { scenario: 'spike', t, status: '503', error_code: '1503' };
const refused = { scenario: 'spike', t, status: '0', error_code: '1212' };
const failure = (code: string) => ({ scenario: 'spike', t, error_code: code });

describe('counts', () => {
  it('stand by second of arrival and phase, in that order', () => {
    const arrivals = sum(
      'headroom_arrivals',
      [3, { scenario: 'spike', t: next }],
      [2, { scenario: 'spike', t }],
      [1, { scenario: 'baseline', t }],
    );
    expect(book(arrivals).map((one) => [one.second, one.phase, one.arrivals])).toEqual([
      [second, 'baseline', 1],
      [second, 'spike', 2],
      [second + 1, 'spike', 3],
    ]);
  });

  it('of series that differ in other tags only are added', () => {
    const [booking] = book(
      sum('http_reqs', [4, { ...ok, group: 'a' }], [5, { ...ok, group: 'b' }], [6, overloaded]),
    );
    expect(booking?.outcomes).toEqual({ '200': 9, '503': 6 });
  });

  it('of dropped iterations, which have no second, stand where the window ended', () => {
    expect(book(sum('dropped_iterations', [7, { scenario: 'spike' }]))).toMatchObject([
      { second: second + 1, phase: 'spike', dropped: 7, arrivals: 0 },
    ]);
  });

  it('leave out the control scenario, setup and metrics that nobody needs', () => {
    expect(
      book(
        sum('http_reqs', [4, { ...ok, scenario: 'headroom-control' }], [1, { status: '200' }]),
        sum('iterations', [9, { scenario: 'spike', t }]),
        gauge('vus', 3),
      ),
    ).toEqual([]);
  });
});

describe('a request that the script refused to send', () => {
  const failed = histogram('headroom_failed_ms', [[0, 0], failure('1111')]);

  it('is counted by the script’s sample, as k6 saw no request', () => {
    expect(book(failed)).toMatchObject([{ outcomes: { blocked: 2 }, latencyMs: { blocked: { count: 2 } } }]);
  });

  it('is not counted twice should k6 have seen it', () => {
    const seen = sum('http_reqs', [2, { ...refused, error_code: '1111' }]);
    expect(book(seen, failed)).toMatchObject([{ outcomes: { blocked: 2 } }]);
  });

  it('is told from a dial that k6 blocked, which k6 counts', () => {
    const dials = sum('http_reqs', [2, { ...refused, error_code: '1110' }]);
    const times = histogram('headroom_failed_ms', [[1, 1], failure('1110')]);
    expect(book(dials, times)).toMatchObject([{ outcomes: { blocked: 2 } }]);
  });
});

describe('latency', () => {
  it('of answers is k6’s, by outcome', () => {
    const [booking] = book(histogram('http_req_duration', [[10, 20], ok], [[300], overloaded]));
    expect(booking?.latencyMs).toMatchObject({
      '200': { count: 2, sum: 30, min: 10, max: 20 },
      '503': { count: 1, sum: 300 },
    });
  });

  it('of a failed dial is the time that it took to fail, never k6’s 0 ms', () => {
    const [booking] = book(
      histogram('http_req_duration', [[0, 0], refused]),
      histogram('headroom_failed_ms', [[4, 6], failure('1212')]),
    );
    expect(booking?.latencyMs).toMatchObject({ refused: { count: 2, zeroCount: 0, sum: 10, min: 4 } });
  });

  it('and service time are kept no finer than the series needs', () => {
    const [booking] = book(
      histogram('http_req_duration', [[10, 20], ok]),
      histogram('headroom_service_ms', [[5], { scenario: 'spike', t }]),
    );
    expect(booking?.latencyMs['200']?.scale).toBe(finestScale);
    expect(booking?.serviceMs).toMatchObject({ scale: finestScale, count: 1, sum: 5 });
  });
});

it('a metric with more series than k6 keeps apart is named, and its other series still count', () => {
  const requests = sum('http_reqs', [4, ok], [100, { 'otel.metric.overflow': true }]);
  const ignored = sum('user_metric', [1, { 'otel.metric.overflow': true }]);
  const { bookings, overflows } = bookExport([requests, ignored], 'headroom-control');
  expect(overflows).toEqual([{ name: 'http_reqs', fromMs: second * 1000 + 300, toMs: second * 1000 + 1300 }]);
  expect(bookings).toMatchObject([{ outcomes: { '200': 4 } }]);
});
