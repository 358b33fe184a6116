import { describe, expect, it } from 'vitest';
import { createRecorder } from '../../../load/telemetry/recorder.ts';
import { type LoadLine, loadLineSchema } from '../../../runs/schema/load-series.ts';
import { metricsOf } from './metric-builders.ts';

const second = 1_700_000_000;
const tagsOf = (at: number) => ({ scenario: 'spike', t: String(at % 1024) });

/** One second of a load: arrivals, and answers to requests of an earlier second. */
const exportOf = (index: number, arrivals: number, answers: number, answeredSecond = index) => {
  const { sum, histogram, gauge } = metricsOf({
    fromMs: (second + index) * 1000,
    toMs: (second + index + 1) * 1000,
  });
  const answered = { ...tagsOf(second + answeredSecond), status: '200' };
  return [
    sum('headroom_arrivals', [arrivals, tagsOf(second + index)]),
    sum('http_reqs', [answers, answered]),
    histogram('http_req_duration', [new Array<number>(answers).fill(20), answered]),
    gauge('vus', 5),
    gauge('vus_max', 50),
  ];
};

const newRecorder = () =>
  createRecorder({ generator: 'local', endpoint: 'default', controlScenario: 'headroom-control' });

const ofKind = <Kind extends LoadLine['kind']>(lines: readonly LoadLine[], kind: Kind) =>
  lines.filter((line): line is Extract<LoadLine, { kind: Kind }> => line.kind === kind);

describe('an export', () => {
  it('gives lines that the schema of the load series accepts, with the names of its generator and endpoint', () => {
    const lines = newRecorder().add(exportOf(0, 10, 4));
    for (const line of lines) expect(loadLineSchema.parse(line)).toEqual(line);
    expect(ofKind(lines, 'counts')).toMatchObject([
      {
        generator: 'local',
        endpoint: 'default',
        second,
        phase: 'spike',
        arrivals: 10,
        outcomes: { '200': 4 },
      },
    ]);
    expect(lines[0]).not.toHaveProperty('serviceMs');
  });

  it('adds late answers to the second that sent them', () => {
    const recorder = newRecorder();
    recorder.add(exportOf(0, 10, 0));
    const late = ofKind(recorder.add(exportOf(1, 0, 10, 0)), 'counts').filter(
      ({ outcomes }) => outcomes['200'],
    );
    expect(late).toMatchObject([{ second, outcomes: { '200': 10 } }]);
  });

  it('gives one gauge with what is in flight at its end', () => {
    const recorder = newRecorder();
    recorder.add(exportOf(0, 10, 4));
    expect(ofKind(recorder.add(exportOf(1, 5, 8)), 'gauge')).toMatchObject([
      {
        kind: 'gauge',
        generator: 'local',
        atMs: (second + 2) * 1000,
        inFlight: 3,
        virtualUsers: 5,
        virtualUsersMax: 50,
      },
    ]);
  });

  it('without gauges keeps the last known number of virtual users', () => {
    const recorder = newRecorder();
    recorder.add(exportOf(0, 1, 1));
    const lines = recorder.add(exportOf(1, 1, 1).filter(({ kind }) => kind !== 'gauge'));
    expect(ofKind(lines, 'gauge')).toMatchObject([{ virtualUsers: 5, virtualUsersMax: 50 }]);
  });

  it('of nothing adds nothing', () => {
    expect(newRecorder().add([])).toEqual([]);
  });
});

describe('lost telemetry', () => {
  it('is reported with its time, and what came is kept', () => {
    const recorder = newRecorder();
    recorder.add(exportOf(0, 10, 10));
    const lines = recorder.add(exportOf(3, 10, 10));
    expect(ofKind(lines, 'lost')).toMatchObject([
      { fromMs: (second + 1) * 1000, toMs: (second + 3) * 1000, reason: expect.stringContaining('2.00 s') },
    ]);
    expect(recorder.totals().arrivals).toBe(20);
  });

  it('of arrivals never makes requests in flight negative', () => {
    const recorder = newRecorder();
    recorder.add(exportOf(0, 10, 10));
    recorder.add(exportOf(3, 10, 15));
    expect(recorder.totals().inFlight).toBe(0);
  });

  it('is reported for a window that came twice', () => {
    const recorder = newRecorder();
    recorder.add(exportOf(0, 10, 10));
    recorder.add(exportOf(1, 10, 10));
    const [line] = ofKind(recorder.add(exportOf(1, 10, 10)), 'lost');
    expect(line).toMatchObject({ fromMs: (second + 1) * 1000, toMs: (second + 2) * 1000 });
    expect(line?.reason).toMatch(/counted twice/);
  });

  it('is reported for a metric with too many series', () => {
    const { sum } = metricsOf({ fromMs: second * 1000, toMs: second * 1000 + 1000 });
    const lines = newRecorder().add([sum('http_reqs', [5, { 'otel.metric.overflow': true }])]);
    expect(ofKind(lines, 'lost')).toMatchObject([{ reason: expect.stringContaining('http_reqs') }]);
  });

  it('is reported where k6 ended long after its last window', () => {
    const recorder = newRecorder();
    recorder.add(exportOf(0, 10, 10));
    expect(recorder.finish((second + 1) * 1000 + 40)).toEqual([]);
    expect(ofKind(recorder.finish((second + 4) * 1000), 'lost')).toMatchObject([
      { fromMs: (second + 1) * 1000, toMs: (second + 4) * 1000 },
    ]);
  });
});

it('the totals are the sum of all lines', () => {
  const recorder = newRecorder();
  for (let i = 0; i < 20; i++) recorder.add(exportOf(i, 10, 9));
  expect(recorder.totals()).toMatchObject({
    arrivals: 200,
    outcomes: { '200': 180 },
    inFlight: 20,
    virtualUsers: 5,
    latencyMs: { '200': { count: 180, min: 20, max: 20 } },
  });
});

it('what the recorder holds does not grow with the run', () => {
  const sizeAfter = (exports: number): number => {
    const recorder = newRecorder();
    for (let i = 0; i < exports; i++) recorder.add(exportOf(i, 10, 10));
    return JSON.stringify(recorder.totals()).length;
  };
  expect(sizeAfter(2000) - sizeAfter(20)).toBeLessThan(30); // Longer numbers, nothing else.
});
