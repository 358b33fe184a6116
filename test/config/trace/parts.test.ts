import { describe, expect, it } from 'vitest';
import { readingOf } from '../../../config/trace/reading.ts';
import type { TraceOptions } from '../../../config/trace/tables/table.ts';
import { refusalOf, secondsOf, stepsOf } from './arrivals-of.ts';

const isoOf = (minute: number): string => `2024-05-01T10:0${minute}:00Z`;
const read = (text: string, options?: TraceOptions) => readingOf(text, 't', options);
const readJson = (document: unknown, options?: TraceOptions) => read(JSON.stringify(document), options);

describe('an answer of CloudWatch', () => {
  const part = (minutes: readonly number[], more: object = {}) => ({
    Id: 'm1',
    Label: 'RequestCount',
    Timestamps: minutes.map(isoOf),
    Values: minutes.map((minute) => 60 + minute),
    StatusCode: 'Complete',
    ...more,
  });

  it('is joined from its pages by their Id', () => {
    const MetricDataResults = [part([3, 2], { StatusCode: 'PartialData' }), part([1, 0])];
    const reading = readJson({ MetricDataResults, Messages: [] });
    expect(stepsOf(reading)).toEqual([60, 61, 62, 63]);
    expect(reading.columns.values).toEqual(['RequestCount']);
  });

  it.each([
    [{ MetricDataResults: [part([1, 0])], NextToken: 'x' }, 'it ends with a NextToken'],
    [{ MetricDataResults: [part([1, 0], { StatusCode: 'PartialData' })] }, 'the StatusCode PartialData'],
    [{ MetricDataResults: [part([1, 0], { StatusCode: 'InternalError' })] }, 'the StatusCode InternalError'],
  ])('is refused where it is a part: %#', (document, what) => {
    const refusal = refusalOf(() => readJson(document));
    expect(refusal).toContain("CloudWatch's answer is a part of what was asked for");
    expect(refusal).toContain(what);
  });

  it('tells what it says of itself', () => {
    const Messages = [{ Code: 'MaxQueryTimeRangeExceeded', Value: 'cut' }];
    const text = 'MaxQueryTimeRangeExceeded: cut';
    const message = { code: 'message', text };
    expect(readJson({ MetricDataResults: [part([0, 1])], Messages }).notes).toContainEqual(message);
    expect(readJson({ MetricDataResults: [part([0, 1], { Messages })] }).notes).toContainEqual(message);
  });

  it('tells queries of one label apart by their Id', () => {
    const MetricDataResults = [part([0, 1]), part([0, 1], { Id: 'm2' })];
    const column = ['RequestCount{Id="m1"}', 'RequestCount{Id="m2"}'];
    expect(refusalOf(() => readJson({ MetricDataResults }))).toContain(column.join(', '));
    expect(stepsOf(readJson({ MetricDataResults }, { column }))).toEqual([120, 122]);
  });

  it.each(['Count/Second', 'Bytes'])('of %s is no sum of requests', (Unit) => {
    const Datapoints = [0, 1].map((minute) => ({ Timestamp: isoOf(minute), Sum: 60, Unit }));
    expect(refusalOf(() => readJson({ Label: 'RequestCount', Datapoints }))).toMatch(
      /adds up rates|measurement\?/,
    );
  });
});

describe('an answer that is not whole', () => {
  const values = [0, 1, 2].map((minute) => [Date.parse(isoOf(minute)) / 1000, '5']);
  const metric = { __name__: 'job:http_requests:rate1m' };
  const prometheus = { status: 'success', data: { resultType: 'matrix', result: [{ metric, values }] } };
  const data = [0, 1, 2].map((minute) => ({ timeStamp: isoOf(minute), total: 60 }));
  const azure = (errorCode: string) => ({
    value: [{ name: { value: 'Requests' }, unit: 'Count', timeseries: [{ data }], errorCode }],
  });
  const datadog = (counts: readonly number[], more: object = {}) => ({
    data: {
      attributes: {
        series: [{ group_tags: [], query_index: 0 }],
        times: [0, 1, 2].map((minute) => Date.parse(isoOf(minute))),
        values: [counts],
      },
    },
    ...more,
  });
  const cloudWatch = (Values: readonly number[]) => ({
    MetricDataResults: [{ Id: 'm1', Label: 'RequestCount', Timestamps: [0, 1, 2].map(isoOf), Values }],
  });

  it.each([
    ['of VictoriaMetrics', { ...prometheus, isPartial: true }, 'isPartial is true'],
    ['of Azure Monitor', azure('InternalError'), 'InternalError'],
    ['of Datadog, by its errors', datadog([60, 60, 60], { errors: 'timeout' }), 'timeout'],
    ['of Datadog, by its values', datadog([60, 60]), '3 times, and not as many values'],
    ['of CloudWatch', cloudWatch([60, 60]), 'RequestCount has 3 times and 2 values'],
  ])('is refused: %s', (_, document, what) => {
    const refusal = refusalOf(() => readJson(document, { unit: 'count' }));
    expect(refusal).toContain(`nswer is a part of what was asked for: ${what}`);
  });

  it.each([
    ['of VictoriaMetrics', { ...prometheus, isPartial: false }],
    ['of Azure Monitor', azure('Success')],
    ['of Datadog', datadog([60, 60, 60])],
    ['of CloudWatch', cloudWatch([60, 60, 60])],
  ])('is read where it is: %s', (_, document) => {
    expect(readJson(document, { unit: 'count' }).perSecond).toHaveLength(180);
  });

  it.each([
    [{ error: { code: 'BadRequest', message: 'Metric not found' } }, 'BadRequest: Metric not found'],
    [{ error: { code: 403, message: 'denied', status: 'PERMISSION_DENIED' } }, '403: denied'],
    [{ error: { type: 'parsing_exception', reason: 'no [x]' }, status: 400 }, 'parsing_exception: no [x]'],
    [{ errors: ['Forbidden'] }, 'Forbidden'],
  ])('is told where it is an error: %j', (document, text) => {
    expect(refusalOf(() => readJson(document))).toContain(`an error instead of an answer: ${text} |`);
  });
});

describe('what is known and holds no trace', () => {
  it.each([
    [
      JSON.stringify({ timeSeries: [{ metric: { type: 'x' }, points: [{ value: { int64Value: '3' } }] }] }),
      'time series of Google Cloud Monitoring',
      'a row for each point',
    ],
    ['RUN\tx.Sim\tsim\t1793606400000\t \t3.9.5\nUSER\tScn\tSTART\t1793606400000', 'Gatling', 'REQUEST line'],
    ['Running 30s test @ http://x/\n  2 threads and 100 connections', 'the summary of wrk', 'access log'],
    ['2026-11-02T08:09:59Z {app="score"} {"a":1}', "logcli's output for people", '-o jsonl'],
    ['{pod="a"} =>\n5 @[1793606400]', "promtool's output for people", '-o json'],
  ])('is named, with the way out: %#', (text, what, fix) => {
    expect(refusalOf(() => read(text))).toMatch(new RegExp(`^trace: ${what}.* \\| .*${fix}`));
  });
});

describe('what other answers say of themselves', () => {
  const result = [
    { metric: { __name__: 'rps' }, values: [0, 1].map((minute) => [1714557600 + 60 * minute, '2']) },
  ];

  it('is told of Prometheus', () => {
    const { notes } = readJson({
      status: 'success',
      data: { resultType: 'matrix', result },
      warnings: ['a store is down'],
    });
    expect(notes).toContainEqual({ code: 'message', text: 'a store is down' });
  });

  it('is refused of Log Analytics, whose answer is then a part', () => {
    const tables = [{ columns: [{ name: 'timestamp' }], rows: [[isoOf(0)], [isoOf(1)]] }];
    const error = { code: 'PartialError', message: 'too large' };
    expect(readJson({ tables }).totalRequests).toBe(2);
    expect(refusalOf(() => readJson({ tables, error }))).toContain(
      'a part of what was asked for: PartialError too large',
    );
  });
});

describe('columns of one name', () => {
  const text = ['time,requests,requests', `${isoOf(0)},60,1`, `${isoOf(1)},61,2`].join('\n');

  it.each([{}, { column: 'requests' }, { column: ['requests', 'requests'] }])(
    'are refused: %o',
    (options) => {
      expect(refusalOf(() => read(text, options))).toContain('2 columns are called requests');
    },
  );

  it('are no two of one that is named twice', () => {
    const column = ['requests', 'Requests'];
    expect(refusalOf(() => read(text.replace(',requests', ',ok'), { column }))).toContain(
      'load.column names Requests twice',
    );
  });
});

describe('windows of rows', () => {
  const secondsOfMinute = (minute: number): number => 1714557600 + 60 * minute;
  const newRelic = (windowSeconds: number, stepMinutes = 1) =>
    [0, 1, 2].map((i) => ({
      beginTimeSeconds: secondsOfMinute(i * stepMinutes),
      endTimeSeconds: secondsOfMinute(i * stepMinutes) + windowSeconds,
      count: 300,
    }));
  const csv = (names: string, end: (minute: number) => string | number) =>
    [names, ...[0, 1, 2].map((minute) => `${isoOf(minute)},300,${end(minute)}`)].join('\n');

  it.each([
    ['endTimeSeconds', JSON.stringify(newRelic(300))],
    ['End Time', csv('Begin Time,Count,End Time', (minute) => isoOf(minute + 5))],
    ['window_end', csv('window_start,requests,window_end', (minute) => isoOf(minute + 5))],
    ['_span', csv('_time,count,_span', () => 300)],
  ])('that overlap are refused: %s', (name, text) => {
    expect(refusalOf(() => read(text))).toContain(
      `each row counts 300 s, by ${name}, and rows are 60 s apart: these windows overlap`,
    );
    expect(stepsOf(read(text, { unit: 'count' }))).toEqual([300, 300, 300]);
  });

  it('with time between them are refused, or read where rows are left out', () => {
    expect(refusalOf(() => readJson(newRelic(60, 5)))).toContain(
      'load.step: 60 if rows without requests are left out',
    );
    expect(readJson(newRelic(60, 5), { step: 60, gaps: 'zero' })).toMatchObject({ peakRatePerSecond: 5 });
  });

  it('that follow each other are read, the last one cut short', () => {
    const rows = newRelic(60);
    expect(
      stepsOf(readJson([...rows.slice(0, 2), { ...rows[2], endTimeSeconds: secondsOfMinute(2) + 7 }])),
    ).toEqual([300, 300, 300]);
    expect(stepsOf(read(csv('_time,count,_span', () => 60)))).toEqual([300, 300, 300]);
  });

  it.each(['rate', 'rate.count'])('of a NRQL query have a %s whose unit is asked for', (name) => {
    const rows = newRelic(60).map(({ count, ...times }) => ({ ...times, [name]: count }));
    expect(refusalOf(() => readJson(rows))).toContain(`${name} is a rate whose unit is in the query`);
    expect(readJson(rows, { unit: 'perMinute' }).peakRatePerSecond).toBe(5);
  });
});

describe("JMeter's results", () => {
  const header = 'timeStamp,elapsed,label,responseCode,responseMessage,URL';
  const row = (label: string, message: string, offsetMs = 0) =>
    `${1714557600000 + offsetMs},50,${label},200,"${message}",http://s/`;
  const lines = (...rows: readonly string[]) => [header, ...rows].join('\n');

  it('are refused with the rows of a Transaction Controller', () => {
    const transaction = row('T', 'Number of samples in transaction : 1, number of failing samples : 0');
    const text = lines(row('score', 'OK'), transaction);
    expect(refusalOf(() => read(text))).toContain('1 of 2 rows are of a Transaction Controller');
    expect(read(text, { unit: 'eachRow' }).totalRequests).toBe(2);
  });

  it('are refused with a request beside its parts', () => {
    const text = lines(row('home', 'OK'), row('home-0', 'Found'), row('home-1', 'OK', 20));
    expect(refusalOf(() => read(text))).toContain('rows of home stand for the rows of home-0 and so on');
    expect(read(lines(row('home-1', 'OK'), row('home', 'OK'))).totalRequests).toBe(2);
  });
});

describe('a HAR', () => {
  const entries = [0, 250, 1250].map((ms) => ({
    startedDateTime: new Date(1714557600000 + ms).toISOString(),
    time: 20.5,
    request: { method: 'POST', url: 'http://s/score' },
    timings: { send: 1, wait: 2 },
  }));

  it.each([
    ['whole', JSON.stringify({ log: { version: '1.2', entries } })],
    ['its entries', JSON.stringify(entries)],
    ['its entries as lines', entries.map((entry) => JSON.stringify(entry)).join('\n')],
  ])('%s: each request at its start, not at how long it took', (_, text) => {
    for (const options of [{}, { unit: 'eachRow' }] as const)
      expect(secondsOf(read(text, options))).toEqual([0, 0.25, 1.25]);
  });
});

describe('as many rows as a limit of exports', () => {
  const rows = (n: number) => ['count', ...new Array<number>(n).fill(3)].join('\n');

  it.each([100, 1000, 5000, 10_000, 30_000])('gives a note for exactly %i rows, a limit of exports', (n) => {
    expect(read(rows(n)).notes).toEqual([{ code: 'roundRows', rows: n }]);
    expect(read(rows(n + 1)).notes).toEqual([]);
  });

  it('are none where they are a day of minutes', () => {
    expect(read(rows(1440), { step: 60 }).notes).toEqual([]);
    expect(read(rows(1440)).notes).toEqual([{ code: 'roundRows', rows: 1440 }]);
  });
});
