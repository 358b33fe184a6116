import { describe, expect, it } from 'vitest';
import { readingOf } from '../../../config/trace/reading.ts';
import type { TraceOptions } from '../../../config/trace/tables/table.ts';
import { refusalOf, stepsOf } from './arrivals-of.ts';

const atSeconds = [0, 60, 120].map((offset) => 1714557600 + offset);
const isoTimes = atSeconds.map((second) => new Date(second * 1000).toISOString());
const counts = [60, 180, 120];
const read = (document: unknown, options?: TraceOptions) =>
  readingOf(typeof document === 'string' ? document : JSON.stringify(document), 't', options);

const nrql = atSeconds.map((beginTimeSeconds, i) => ({
  beginTimeSeconds,
  endTimeSeconds: beginTimeSeconds + 60,
  count: counts[i],
}));
const insights = isoTimes.map((time, i) => [
  { field: 'bin(1m)', value: time.slice(0, 19).replace('T', ' ') },
  { field: 'count(*)', value: String(counts[i]) },
  { field: '@ptr', value: 'x' },
]);

describe('an answer of a monitoring system', () => {
  it.each([
    ['New Relic by NerdGraph', { data: { actor: { account: { nrql: { results: nrql } } } } }],
    ['New Relic over accounts', { data: { actor: { nrql: { results: nrql } } } }],
    ['New Relic, its results', { results: nrql }],
    [
      'New Relic in the older form',
      {
        timeSeries: nrql.map(({ count, ...times }) => ({
          ...times,
          results: [{ count }],
          inspectedCount: 9,
        })),
      },
    ],
    ['Logs Insights', { results: insights, status: 'Complete' }],
    [
      'metrics of Application Insights',
      {
        value: {
          interval: 'PT1M',
          segments: isoTimes.map((start, i) => ({ start, 'requests/count': { sum: counts[i] } })),
        },
      },
    ],
  ])('is read: %s', (_, document) => {
    expect(stepsOf(read(document))).toEqual(counts);
  });

  it.each([
    ['promtool', [{ metric: { job: 'a' }, values: atSeconds.map((at, i) => [at, String(counts[i])]) }]],
    [
      'Datadog v2',
      {
        data: {
          attributes: {
            series: [{ group_tags: [] }],
            times: atSeconds.map((at) => at * 1000),
            values: [counts],
          },
        },
      },
    ],
  ])('is read once its unit is said: %s', (_, document) => {
    expect(refusalOf(() => read(document))).toContain('requests of the step, or a rate?');
    expect(stepsOf(read(document, { unit: 'count' }))).toEqual(counts);
  });

  it.each([
    [
      { status: 'error', errorType: 'bad_data', error: 'parse error' },
      'an error instead of an answer: parse error',
    ],
    [
      { data: null, errors: [{ message: 'no such account' }] },
      'an error instead of an answer: no such account',
    ],
    [{ results: insights, status: 'Running' }, 'the query has the status Running: its results are a part'],
    ['{pod="a"} =>\n4.95 @[1714557600]\n5 @[1714557660]', 'promtool query range -o json'],
    [{ a: [1] }, 'JSON of a form that is not read'],
  ])('is refused by what it is: %j', (document, what) => {
    expect(refusalOf(() => read(document))).toContain(what);
  });
});

describe('an empty field of errors', () => {
  const datadog = (errors: unknown) => ({
    data: {
      attributes: { series: [{}], times: atSeconds.map((at) => at * 1000), values: [counts] },
    },
    errors,
  });
  const data = isoTimes.map((timeStamp, i) => ({ timeStamp, total: counts[i] }));
  const azure = (errorCode: unknown) => ({
    value: [{ name: { value: 'Requests' }, unit: 'Count', errorCode, timeseries: [{ data }] }],
  });
  const columns = [{ name: 'TimeGenerated' }, { name: 'requests' }];
  const logAnalytics = (error: unknown) => ({
    tables: [{ columns, rows: isoTimes.map((time, i) => [time, counts[i]]) }],
    error,
  });

  it.each([null, '', [], {}])('is no error: %j', (empty) => {
    expect(stepsOf(read(datadog(empty), { unit: 'count' }))).toEqual(counts);
    expect(stepsOf(read(azure(empty)))).toEqual(counts);
    expect(stepsOf(read(logAnalytics(empty)))).toEqual(counts);
    expect(refusalOf(() => read({ status: 'success', error: empty, errors: [] }))).toContain(
      'JSON of a form',
    );
  });

  it('is told from one that names an error', () => {
    expect(refusalOf(() => read(datadog(['slow'])))).toContain('a part of what was asked for: ["slow"]');
    expect(refusalOf(() => read(azure('Throttled')))).toContain('a part of what was asked for: Throttled');
    expect(refusalOf(() => read(logAnalytics({ code: 'Partial' })))).toContain('asked for: Partial');
  });
});

describe('a table of a form that is known', () => {
  it.each([
    ['09:00:00', 'timestamp has times of day without a date, like 09:00:00'],
    ['59:59.0', 'times of day without a date'],
    ['2024-05-01 10:00:00 CEST', 'times with a zone by its letters'],
  ])('and whose times are %s is refused by that', (time, what) => {
    expect(refusalOf(() => read(`timestamp,requests\n${time},3\n${time},4`))).toContain(what);
  });

  it("is Locust's history of each name beside their sums", () => {
    const row = (name: string) => `1714557600,10,${name},5,300`;
    const text = ['Timestamp,User Count,Name,Requests/s,Total Request Count', row('/a'), row('Aggregated')];
    expect(refusalOf(() => read(text.join('\n')))).toContain(
      'rows of /a, Aggregated: Aggregated is the sum of the others',
    );
  });
});
