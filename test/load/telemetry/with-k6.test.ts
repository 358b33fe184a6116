import { beforeAll, describe, expect, it } from 'vitest';
import { quantileOf, type Sketch } from '../../../planner/stats/sketch.ts';
import { type FoldedLoad, foldLoad } from '../../../planner/timeline/fold-load.ts';
import { loadLineSchema } from '../../../runs/schema/load-series.ts';
import { type RecordedRun, recordRun, type Sample } from './recorded-run.ts';
import { findingK6MsMax } from './run-script.ts';

let run: RecordedRun;
let load: FoldedLoad;

beforeAll(async () => {
  run = await recordRun();
  load = foldLoad(run.lines);
}, findingK6MsMax);

const samplesOf = (metric: string, picks: (tags: Sample['data']['tags']) => boolean = () => true): number[] =>
  run.samples
    .filter((sample) => sample.metric === metric && picks(sample.data.tags))
    .filter(({ data }) => data.tags['scenario'] !== undefined && data.tags['scenario'] !== 'headroom-control')
    .map(({ data }) => data.value);

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Quantile by nearest rank of all values, the definition that `quantileOf` follows. */
const exactQuantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1]!;

const expectSketch = (sketch: Sketch | undefined, values: readonly number[]): void => {
  expect(sketch?.count).toBe(values.length);
  expect(sketch?.min).toBeCloseTo(Math.min(...values), 3);
  expect(sketch?.max).toBeCloseTo(Math.max(...values), 3);
  expect(sketch?.sum).toBeCloseTo(sumOf(values), 3);
  for (const share of [0.5, 0.95, 0.99]) {
    const exact = exactQuantile(values, share);
    expect(Math.abs(quantileOf(sketch!, share)! - exact) / exact).toBeLessThan(0.05);
  }
};

it('k6 ends well, and not one upload fails', () => {
  expect(run.exitCode, run.log).toBe(0);
  expect(run.log).not.toMatch(/failed to upload/);
});

it('k6 sends the tags that the load series is split by, and no others', () => {
  const names = run.exports
    .flat()
    .flatMap(({ points }) => points.flatMap((one) => [...one.attributes.keys()]));
  expect([...new Set(names)].sort()).toEqual(['error_code', 'scenario', 'status', 't']);
});

it('every line is one that the run folder accepts', () => {
  for (const line of run.lines) expect(loadLineSchema.parse(line)).toEqual(line);
});

it('no telemetry is lost, and nothing is in flight at the end', () => {
  expect(load.lost).toEqual([]);
  expect(run.totals.inFlight).toBe(0);
  expect(load.gauges.length).toBe(run.exports.length);
});

describe('counts', () => {
  it('equal those of k6’s own output, in total and by phase', () => {
    expect(load.total.arrivals).toBe(sumOf(samplesOf('headroom_arrivals')));
    for (const [phase, cell] of load.byPhase) {
      expect(cell.arrivals).toBe(sumOf(samplesOf('headroom_arrivals', ({ scenario }) => scenario === phase)));
    }
    expect([...load.byPhase.keys()]).toEqual(['baseline', 'spike', 'starved']);
  });

  it('of outcomes equal those of k6’s own output, and make up all arrivals', () => {
    const ended = (status: string, code?: string): number =>
      sumOf(
        samplesOf('http_reqs', (tags) => tags['status'] === status && (!code || tags['error_code'] === code)),
      );
    expect(load.total.outcomes).toEqual({
      '200': ended('200'),
      '503': ended('503'),
      refused: ended('0', '1212'),
      timeout: ended('0', '1050'),
      blocked: samplesOf('headroom_failed_ms', (tags) => tags['error_code'] === '1111').length,
    });
    expect(Math.min(...Object.values(load.total.outcomes))).toBeGreaterThan(0);
    expect(sumOf(Object.values(load.total.outcomes))).toBe(load.total.arrivals);
  });

  it('of dropped iterations equal k6’s, by phase', () => {
    for (const [phase, { dropped }] of load.byPhase) {
      expect(dropped).toBe(sumOf(samplesOf('dropped_iterations', ({ scenario }) => scenario === phase)));
    }
    expect(load.byPhase.get('starved')?.dropped).toBeGreaterThan(10);
  });

  it('stand in the second in which the request was sent, to the last one', () => {
    const reached = new Map<number, number>();
    for (const { toldSecond } of run.arrivals) reached.set(toldSecond, (reached.get(toldSecond) ?? 0) + 1);
    for (const [second, { outcomes }] of load.bySecond) {
      const recorded = ['200', '503', 'timeout'].reduce((sum, outcome) => sum + (outcomes[outcome] ?? 0), 0);
      expect([second, recorded]).toEqual([second, reached.get(second) ?? 0]);
    }
  });

  it('agree with the clock of the server, but for requests on their way as a second ended', () => {
    const late = run.arrivals.map(({ toldSecond, clockSecond }) => clockSecond - toldSecond);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...late)).toBeLessThanOrEqual(1);
    expect(sumOf(late) / late.length).toBeLessThan(0.1);
  });
});

describe('latency', () => {
  it.each(['200', '503'])('of %s is within 5 % of the exact quantiles', (status) => {
    expectSketch(
      load.total.latencyMs[status],
      samplesOf('http_req_duration', (tags) => tags['status'] === status),
    );
  });

  it('of requests without an answer is the time that they took to fail', () => {
    for (const [outcome, code] of Object.entries({ timeout: '1050', refused: '1212', blocked: '1111' })) {
      const values = samplesOf('headroom_failed_ms', (tags) => tags['error_code'] === code);
      expect(load.total.latencyMs[outcome]).toMatchObject({ count: values.length, sum: sumOf(values) });
    }
    expect(load.total.latencyMs['timeout']?.min).toBeGreaterThan(290);
  });

  it('within a second is as exact as over the run', () => {
    for (const [second, cell] of load.bySecond) {
      const sketch = cell.latencyMs['200'];
      const values = samplesOf(
        'http_req_duration',
        ({ status, t }) => status === '200' && t === String(second % 1024),
      );
      if (values.length > 0) expectSketch(sketch, values);
    }
  });

  it('of run() is what the server said', () => {
    expectSketch(load.total.serviceMs, samplesOf('headroom_service_ms'));
  });
});
