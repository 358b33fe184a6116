import { describe, expect, it } from 'vitest';
import type { TraceOptions } from '../../../config/trace/tables/table.ts';
import { fixture, refusalOf, secondsOf, stepsOf } from './arrivals-of.ts';

const exported = (name: string, options?: TraceOptions) => fixture(`exports/${name}`, options);

describe('exports of monitoring systems', () => {
  it.each([
    ['grafana-local-time.csv', 'rates', 30, [12.4, 18, 0, 6.5], { gaps: 'zero' }],
    ['grafana-excel.csv', 'counts', 60, [120, 180, 60]],
    ['azure-metrics.json', 'counts', 60, [30, 90], { unit: 'count' }],
    ['azure-metrics.json', 'counts', 60, [30, 90, 0], { unit: 'count', gaps: 'zero' }],
    ['azure-portal.csv', 'counts', 60, [60, 120, 30]],
    ['log-analytics.csv', 'counts', 300, [300, 600, 900]],
    ['log-analytics.json', 'counts', 60, [600, 1200]],
    ['cloudwatch-statistics.json', 'counts', 60, [60, 240, 30]],
    ['cloudwatch-data.json', 'counts', 300, [600, 300]],
    ['datadog.json', 'counts', 20, [40, 100, 20]],
    ['datadog.csv', 'rates', 20, [2, 5.25]],
    ['spreadsheet-german.csv', 'counts', 60, [120, 90, 30]],
    ['spreadsheet-decimal-comma.csv', 'rates', 10, [12.5, 60.25]],
    ['spreadsheet-utf16.txt', 'counts', 60, [60, 120]],
    ['pivot.csv', 'counts', 60, [66, 132, 33]],
    [
      'grafana-joined.csv',
      'rates',
      15,
      [5.5, 4, 6],
      { column: ['{pod="a"}', '{pod="b"}'], unit: 'perSecond' },
    ],
    ['prometheus-matrix.json', 'rates', 15, [12.5, 14, 9.5], { unit: 'perSecond' }],
    ['odd-step.csv', 'counts', 7, [7, 9, 3], { step: 7 }],
    ['two-metrics.csv', 'counts', 60, [3, 4], { column: 'hits' }],
    ['day-or-month.csv', 'counts', 3600, [360, 720], { dateOrder: 'dayFirst' }],
  ] as const)('%s: %s for each %i s', (name, kind, stepSeconds, steps, options: TraceOptions = {}) => {
    const reading = exported(name, options);
    expect(reading).toMatchObject({ kind, stepSeconds });
    expect(stepsOf(reading)).toEqual(steps);
  });

  it.each([
    ['loki-streams.json', [0, 1.75]],
    ['app-insights.csv', [0, 1.25]],
    ['nginx-combined.log', [0, 2]],
    ['nginx.jsonl', [0, 1.375]],
    ['envoy.log', [0, 3.375]],
    ['istio.jsonl', [0, 0.75]],
    ['iis.log', [0, 4]],
  ] as const)('%s: each row is one request', (name, seconds, options: TraceOptions = {}) => {
    const reading = exported(name, options);
    expect(reading.kind).toBe('times');
    expect(secondsOf(reading)).toEqual(seconds);
  });

  it.each([
    ['grafana-local-time.csv', '1 of 4 steps of 30 s have no number', "load.gaps: 'zero'"],
    ['grafana-joined.csv', 'several columns may be the number of requests', 'load.column'],
    ['grafana-counter.csv', 'a counter that grows', 'rate(…[1m])'],
    ['grafana-latency.csv', 'is each row a request, or a measurement?', "load.unit 'eachRow'"],
    ['prometheus-matrix.json', 'requests of the step, or a rate?', 'load.unit'],
    ['prometheus-scrape.txt', 'the metrics of one moment', 'query_range'],
    ['cloudwatch-latency.json', 'is each row a request, or a measurement?', 'export the number of requests'],
    ['log-analytics-by-code.csv', 'a second number for the time of line 2', 'add up several series'],
    ['spreadsheet-thousands.csv', 'thousands or a decimal fraction?', 'without separators'],
    ['spreadsheet-serial.csv', "a spreadsheet's count of days", 'yyyy-mm-dd hh:mm:ss'],
    ['day-or-month.csv', 'day and month can be exchanged', 'load.dateOrder'],
    ['formatted-values.csv', 'requests is "1.2 K", expected a number', 'switch off Formatted data'],
    ['odd-step.csv', 'an odd step of time: rows are 7 s apart', 'load.step'],
    ['two-metrics.csv', 'several columns may be the number of requests: requests, hits', 'load.column'],
    ['application.log', 'lines of an application log', 'timestamp'],
  ])('%s is refused: %s; the way out: %s', (name, what, fix) => {
    const refusal = refusalOf(() => exported(name));
    expect(refusal).toContain(what);
    expect(refusal).toContain(fix);
  });

  it('say what was sorted, missing, added up, passed over and decoded', () => {
    const codes = (name: string): string[] => exported(name).notes.map(({ code }) => code);
    expect(exported('log-analytics.csv').notes).toContainEqual({ code: 'sorted', newestFirst: true });
    expect(exported('grafana-local-time.csv', { gaps: 'zero' }).notes).toContainEqual({
      code: 'gaps',
      steps: 1,
      longestSeconds: 30,
      longestFromSecond: 60,
      taken: 'zero',
    });
    expect(exported('pivot.csv').notes).toContainEqual({ code: 'added', what: 'rows', n: 2 });
    expect(codes('azure-portal.csv')).toContain('linesAbove');
  });
});
