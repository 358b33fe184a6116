import { describe, expect, it } from 'vitest';
import { readingOf } from '../../../config/trace/reading.ts';
import { readingLines } from '../../../reports/words/run/trace.ts';
import { traceRecordOf } from '../../../runs/schema/load/trace-reading.ts';
import { refusalOf } from './arrivals-of.ts';

const lineOf = (second: number, path: string, id: number): string =>
  `10.0.0.1 - - [01/May/2024:10:00:${String(second).padStart(2, '0')} +0000] "GET ${path} HTTP/1.1" 200 ${id}`;

const read = (lines: readonly string[]) => readingOf(lines.join('\n'), 'a.log');
const wordsOf = (lines: readonly string[]): string => readingLines(traceRecordOf(read(lines))).join('\n');

const forty = Array.from({ length: 40 }, (_, i) => lineOf(i, i % 4 === 0 ? '/healthz' : `/score?x=${i}`, i));

describe('of an access log is told', () => {
  it('which share each path has, without its query, where there are several', () => {
    expect(wordsOf(forty)).toContain('requests by path: /score 75 %, /healthz 25 %. All are taken for load');
    expect(read(forty.filter((line) => line.includes('/score'))).notes).toEqual([]);
  });

  it('how many requests the paths have that are not named', () => {
    const paths = Array.from({ length: 2000 }, (_, i) => lineOf(i % 60, `/item/${i}`, i)).toSorted();
    expect(read(paths).notes).toContainEqual(expect.objectContaining({ code: 'paths', others: 1995 }));
  });

  it('how many lines are in it twice: each is counted', () => {
    const twice = [...forty, ...forty];
    expect(read(twice)).toMatchObject({ totalRequests: 80 });
    expect(wordsOf(twice)).toContain('40 lines the same as another one, sign by sign');
  });

  it('how many rows were sorted, and how far back they were', () => {
    const back = [...forty.slice(0, 30), lineOf(9, '/score', 77), ...forty.slice(30)];
    expect(wordsOf(back)).toContain('rows were not in order of time: sorted (1 row, up to 20 s back)');
    expect(wordsOf(forty.toReversed())).toContain('rows were newest first: sorted');
  });
});

describe('an access log', () => {
  it.each(['/1.1" 200 17', 'starting nginx, version 1.25'])(
    'is one below a line that is none: %s',
    (first) => {
      expect(refusalOf(() => read([first, ...forty]))).toContain(`no line of an access log: ${first}`);
    },
  );

  it('has a request for each time before one, where two lines are joined', () => {
    const joined = `${lineOf(3, '/score', 3)}${lineOf(4, '/score', 4)}`;
    expect(read([...forty, joined])).toMatchObject({ totalRequests: 42 });
    const cut = `10.0.0.1 - - [01/May/2024${lineOf(4, '/score', 4)}`;
    expect(read([...forty, cut])).toMatchObject({ totalRequests: 41 });
    const quoting = lineOf(5, '/score?from=[01/May/2024:10:00:05', 5);
    expect(read([...forty, quoting])).toMatchObject({ totalRequests: 41 });
  });

  it('in a column of a table is none', () => {
    const cells = forty.map(
      (line, i) => `2024-05-01T10:00:${String(i).padStart(2, '0')}Z,"${line.replaceAll('"', '""')}"`,
    );
    expect(read(['timestamp,message', ...cells])).toMatchObject({ format: 'table', totalRequests: 40 });
  });
});

describe('a log in JSON', () => {
  const nginx = (at: string, took: number) =>
    JSON.stringify({
      time: `2024-05-01T10:00:0${at}+00:00`,
      request_time: took,
      remote_addr: '::1',
      uri: '/',
    });
  const caddy = (at: number, took: number) =>
    JSON.stringify({ ts: at, logger: 'http.log.access.a', duration: took, status: 200 });

  it.each([
    ['nginx', [nginx('2.5', 0.5), nginx('2.6', 2.6), nginx('4.9', 2.8)]],
    ['Caddy', [caddy(1714557602.5, 0.5), caddy(1714557602.6, 2.6), caddy(1714557604.9, 2.8)]],
  ])('of %s has arrivals at the ends less the durations', (_, lines) => {
    const { perSecond, notes } = read(lines);
    expect(perSecond).toEqual([1, 0, 2]);
    expect(notes).toContainEqual({ code: 'endLessDuration', unit: 's' });
  });

  const caddyLines = (tooks: readonly unknown[]) =>
    tooks.map((duration, i) =>
      JSON.stringify({ ts: 1714557602.5 + i, logger: 'http.log.access', status: 200, size: 5 + i, duration }),
    );

  it.each([
    ['text', ['500ms', '1.6s', '2.4s'], 'named'],
    ['text of several units', ['500ms', '1m1.6s', '900000µs'], 'named'],
    ['nanoseconds', [500_000_000, 1_600_000_000, 2_400_000_000], 'ns'],
  ])('of Caddy may have its durations as %s', (_, tooks, unit) => {
    const { offsetsUs, notes } = read(caddyLines(tooks));
    expect(notes).toContainEqual({ code: 'endLessDuration', unit });
    expect(offsetsUs).toHaveLength(3);
  });

  it('of Caddy has arrivals at the ends less durations of text, to the microsecond', () => {
    const { offsetsUs } = read(caddyLines(['203.1ms', '0s', '1m2.5s']));
    expect([...offsetsUs!]).toEqual([0, 60_296_900, 61_500_000]);
  });

  it.each([
    ['of no unit that can be told', [203, 9, 87]],
    ['too long for seconds', [203.1, 90.5, 87]],
    ['of two forms', ['203.1ms', 0.2, 0.3]],
    ['missing', [0.2, '', 0.3]],
    ['nowhere', [undefined, undefined, undefined]],
  ])('of Caddy keeps its times where durations are %s, and says so', (_, tooks) => {
    const lines = caddyLines(tooks);
    expect([...read(lines).offsetsUs!]).toEqual([500_000, 1_500_000, 2_500_000]);
    expect(wordsOf(lines)).toContain('how long they took is not known: arrivals are late by that');
  });

  it.each([0, 1, 3])('of Caddy is read without lines of its other loggers: line %d', (at) => {
    const lines = caddyLines([0.5, 0.6, 0.7]);
    const others = [{ logger: 'admin', msg: 'admin endpoint started' }, { msg: 'serving' }].map((rest) =>
      JSON.stringify({ ts: 1714557602, ...rest }),
    );
    const mixed = lines.toSpliced(at, 0, ...others);
    expect(read(mixed).perSecond).toEqual(read(lines).perSecond);
    expect(wordsOf(mixed)).toContain(
      '2 lines of other loggers passed over, as they are not requests: admin, no logger',
    );
  });

  it('of another server is read at its own times', () => {
    const lines = [1, 2, 4].map((at) =>
      JSON.stringify({ time: `2024-05-01T10:00:0${at}Z`, request_time: 1.5, uri: '/', user: 'a' }),
    );
    expect(read(lines).perSecond).toEqual([1, 1, 0, 1]);
  });
});

describe('of other rows is told', () => {
  it('that higher minutes inside an hour are not known', () => {
    const hours = ['time,requests', '2024-05-01T10:00:00Z,3600', '2024-05-01T11:00:00Z,7200'];
    expect(wordsOf(hours)).toContain(
      "each number holds for 3,600 s: minutes inside that are higher don't show",
    );
    expect(wordsOf(hours.map((line) => line.replace('11:00', '10:01')))).not.toContain('minutes inside');
  });

  it('that each is one request where each number is 1', () => {
    const samples = [
      'metric_name,timestamp,metric_value',
      ...[1, 1, 3].map((s) => `http_reqs,171455760${s},1.000000`),
    ];
    expect(refusalOf(() => read(samples))).toMatch(
      /\| load\.unit 'eachRow' if each row is one request, as each/,
    );
  });
});
