import { describe, expect, it } from 'vitest';
import { createWindowCheck } from '../../../load/telemetry/window-check.ts';
import { metricsOf } from './metric-builders.ts';

const requests = (fromMs: number, toMs: number) => metricsOf({ fromMs, toMs }).sum('http_reqs', [1, {}]);
const arrivals = (fromMs: number, toMs: number) =>
  metricsOf({ fromMs, toMs }).sum('headroom_arrivals', [1, {}]);
const users = (toMs: number) => metricsOf({ fromMs: 0, toMs }).gauge('vus', 1);

/** The gaps that a row of exports shows. */
const gapsIn = (exports: readonly ReturnType<typeof requests>[][]) => {
  const windows = createWindowCheck();
  return exports.map((metrics) => windows.next(metrics)).filter((gap) => gap !== undefined);
};

describe('exports that follow on each other', () => {
  it('show no gap, however long they are', () => {
    expect(gapsIn([[requests(100, 1000)], [requests(1000, 2000)], [requests(2000, 6840)]])).toEqual([]);
  });

  it('show no gap for the moment that k6 takes from one metric to the next', () => {
    const first = [requests(0, 1000), arrivals(0, 1003)];
    expect(gapsIn([first, [requests(1000, 2000)], [arrivals(2003, 3003)]])).toEqual([]);
  });

  it('show no gap where a metric had no samples for a while', () => {
    const both = [requests(0, 1000), arrivals(0, 1000)];
    expect(gapsIn([both, [requests(1000, 2000)], [requests(2000, 3000), arrivals(2000, 3000)]])).toEqual([]);
  });

  it('show no gap where a metric has its very first sample', () => {
    expect(gapsIn([[users(1000)], [users(2000), requests(1600, 2000)]])).toEqual([]);
  });

  it('show no gap over a time without any request', () => {
    const idle = [users(2000)];
    expect(gapsIn([[users(1000), requests(0, 1000)], idle, [users(3000), requests(2000, 3000)]])).toEqual([]);
  });
});

it('a lost export is a gap from the end before it to the start after it', () => {
  const gaps = gapsIn([[requests(0, 1000)], [requests(2000, 3000)], [requests(3000, 4000)]]);
  expect(gaps).toEqual([{ fromMs: 1000, toMs: 2000 }]);
});

it('a window that starts before the last one ended shows', () => {
  expect(gapsIn([[requests(0, 1000)], [requests(0, 1000)]])).toEqual([{ fromMs: 1000, toMs: 0 }]);
});
