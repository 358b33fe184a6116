import { describe, expect, it } from 'vitest';
import { meaningOf } from '../../../config/trace/columns/column-names.ts';
import { readingOf } from '../../../config/trace/reading.ts';
import type { TraceOptions } from '../../../config/trace/tables/table.ts';
import { faultsOf, refusalOf, stepsOf } from './arrivals-of.ts';

const isoOf = (i: number, stepSeconds = 60): string =>
  new Date(Date.UTC(2024, 4, 1, 10) + i * stepSeconds * 1000).toISOString();

/** A row for each minute. */
const minutes = (names: string, cells: readonly string[]): string =>
  [`time,${names}`, ...cells.map((cell, i) => `${isoOf(i)},${cell}`)].join('\n');

const read = (text: string, options?: TraceOptions) => readingOf(text, 't.csv', options);

describe('the name of a column', () => {
  it.each([
    ['requests', { kind: 'count' }],
    ['RequestCount Sum', { kind: 'count' }],
    ['Requests (Sum), scoring-service', { kind: 'count' }],
    ['Count of records', { kind: 'count' }],
    ['Anfragen gesamt', { kind: 'count' }],
    ['requests per 5 minutes', { kind: 'count', rowSeconds: 300 }],
    ['requests_5m', { kind: 'count', rowSeconds: 300 }],
    ['hourly requests', { kind: 'count', rowSeconds: 3600 }],
    ['RequestsPerMinute total', { kind: 'rate', perSeconds: 60 }],
    ['api req/s', { kind: 'rate', perSeconds: 1 }],
    ['http_requests:sum_rate5m', { kind: 'rate', perSeconds: 1 }],
    ['http_requests:sum_increase5m', { kind: 'window', seconds: 300 }],
    ['sum:trace.http.request.hits{service:a} by {env}.as_count()', { kind: 'count' }],
    ['http_requests_total', { kind: 'counter' }],
    ['Total Request Count', { kind: 'counter' }],
  ])('%s is understood', (name, meaning) => {
    expect(meaningOf(name)).toEqual(meaning);
  });

  it.each([
    'sum(rate(http_requests_total[1m]))',
    'sum by (job) (rate(http_requests_total{code=~"2.."}[$__rate_interval]))',
    'sum(rate(nginx_ingress_controller_requests[2m])) by (ingress)',
    'sum(rate(http_request_duration_seconds_count[1m])) or vector(0)',
  ])('%s is a sum of rates', (name) => {
    expect(meaningOf(name)).toEqual({ kind: 'rate', perSeconds: 1 });
  });

  it.each([
    '60 * sum(rate(http_requests_total[1m]))',
    'sum(60*rate(http_requests_total[1m]))',
    'sum(rate(http_requests_total[1m])) / 60',
    'sum(rate(a_total[1m])) - sum(rate(b_total[1m]))',
    'avg(rate(http_requests_total[1m]))',
    'sum(idelta(http_requests_total[1m]))',
    'sum(rate(http_requests_total[1m] offset 1d))',
    'rate(http_requests_total{code=~"5.."}[1m])',
    'avg:trace.http.request.hits{*}.as_count()',
    'sum(increase(http_requests_total[$__range]))',
    'kreq/s',
    'Mreq/s',
    'Krequests/min',
    'reqs/10s',
    'requests (5xx)',
    'requests yesterday',
    'cumulative requests',
    'p99_requests_smoothed',
  ])('%s does not tell', (name) => {
    expect(['unknown', 'other']).toContain(meaningOf(name).kind);
  });

  it.each(
    `RequestCountPerTarget;requests per pod;requests/instance;requests_in_flight;open requests;requests limit;RPS limit;
    requests capacity;requests target;requests forecast;dropped requests;rejected requests;request queue length;request size;
    sum(rate(http_requests_dropped_total[1m]));sum:trace.http.request.errors{*}.as_count()`
      .split(';')
      .map((name) => name.trim()),
  )('%s is no number of all requests', (name) => {
    expect(meaningOf(name)).toEqual({ kind: 'other' });
  });

  it('that tells of another time than that of a row is refused, and read where it is the same', () => {
    const text = minutes('hourly requests', ['60', '120', '60']);
    expect(refusalOf(() => read(text))).toContain('is of 3600 s by its name, and rows are 60 s apart');
    expect(stepsOf(read(text.replace('hourly requests', 'requests_1m')))).toEqual([60, 120, 60]);
  });

  it('of a total since a start is no candidate beside what counts a step', () => {
    const { columns, notes } = read(minutes('Total Request Count,rps', ['10,1', '70,1.5', '130,1']));
    expect(columns.values).toEqual(['rps']);
    expect(notes).toContainEqual({ code: 'columnsIgnored', names: ['Total Request Count'] });
  });
});

describe('a column that is named', () => {
  const rising = minutes('rps,cpu', ['1,5', '1.25,9', '1.5,3', '1.75,4']);

  it('beside known times is read as numbers, though they rise', () => {
    const { unit, columns, notes } = read(rising, { column: 'rps' });
    expect({ unit, columns }).toEqual({ unit: 'perSecond', columns: { time: 'time', values: ['rps'] } });
    expect(notes).toEqual([{ code: 'columnsIgnored', names: ['cpu'] }]);
    const options = { column: 'ok', unit: 'perSecond', step: 60 } as const;
    expect(stepsOf(read(rising.replace('rps', 'ok'), options))).toEqual([1, 1.25, 1.5, 1.75]);
  });

  it('alone is read as numbers where its name or load.unit says so, else as times', () => {
    const alone = (name: string) => [name, '1', '1.25', '1.5'].join('\n');
    expect(read(alone('rps'))).toMatchObject({ kind: 'rates', unit: 'perSecond' });
    expect(read(alone('at'))).toMatchObject({ kind: 'times' });
    expect(read(alone('amount'), { unit: 'perSecond' })).toMatchObject({ kind: 'rates' });
  });

  it('can be that of the times of single requests', () => {
    const times = 'came,tokens\n0.2,5\n0.9,7\n2.5,8';
    expect(read(times, { column: 'came' }).perSecond).toEqual([2, 0, 1]);
  });

  it('is refused where it holds no times and each row is said to be one request', () => {
    const refusal = refusalOf(() =>
      read(minutes('hits', ['3', '1', '2']), { column: 'hits', unit: 'eachRow' }),
    );
    expect(refusal).toContain('load.column names hits, no column of times');
  });
});

describe('rows are not taken for single requests', () => {
  const twelve = (cell: string): string => minutes('requests', new Array<string>(12).fill(cell));

  it.each(['', 'NaN'])('where the column of requests holds no number: "%s"', (cell) => {
    expect(refusalOf(() => read(twelve(cell)))).toContain('no row has a number in requests');
    expect(refusalOf(() => read(twelve(cell).replace('requests', 'Value')))).toContain('no row has a number');
  });

  it.each(['>1275', '~1275'])('where its numbers are text: %s', (cell) => {
    expect(refusalOf(() => read(twelve(cell).replace('requests', 'Value')))).toContain('which are not read');
  });

  const cells = [
    '1.27 K reqpm',
    '1275 requests per minute',
    '4.95 req/s',
    '1.2 K',
    '350 ms',
    '12 件',
    '1,2 k',
  ];
  it.each(
    ['Value', 'score', 'A-series', 'latency', '{pod="a"}'].flatMap((name) =>
      cells.map((cell) => [name, cell]),
    ),
  )('where the numbers of %s have units: %s', (name, cell) => {
    const csv = twelve(`"${cell}"`).replace('requests', `"${name.replaceAll('"', '""')}"`);
    const faults = faultsOf(() => read(csv));
    expect(faults[0]?.what).toMatch(/: a number with a unit$|, expected a number, 0 or more$/);
    expect(faults[0]?.what).toContain(cell);
    expect(faults[0]?.where).toBe('t.csv:2');
    expect(faults.at(-1)?.fix).toContain("in Grafana's inspector switch off Formatted data");
    expect(faults.at(-1)?.fix).not.toContain('eachRow');
  });

  it('where few of its numbers have units, with the line of the first', () => {
    const csv = minutes('score', ['900', '1.2 K', '950', '1.3 K', '990', '995']);
    expect(faultsOf(() => read(csv))).toMatchObject([
      { what: 'trace: score is "1.2 K": a number with a unit', where: 't.csv:3' },
    ]);
  });

  it('where they are evenly apart and no number of requests is beside them', () => {
    const text = minutes(
      'request size',
      Array.from({ length: 12 }, (_, i) => String(i % 5)),
    );
    expect(refusalOf(() => read(text))).toContain(
      'rows are 60 s apart, as samples are and requests are not; request size is no number of all requests',
    );
    expect(read(text, { unit: 'eachRow' }).totalRequests).toBe(12);
  });

  it('where load.unit or load.step say what numbers are', () => {
    const times = 'time,path\n2024-05-01T10:00:00Z,/a\n2024-05-01T10:00:02Z,/b';
    expect(refusalOf(() => read(times, { unit: 'perSecond', step: 60 }))).toContain(
      "load.unit 'perSecond' and load.step 60 can't be used",
    );
    const log = '10.0.0.1 - - [01/May/2024:10:00:00 +0000] "GET / HTTP/1.1" 200 17';
    expect(refusalOf(() => read(log, { unit: 'perSecond' }))).toContain(
      "load.unit 'perSecond' can't be used",
    );
  });
});
