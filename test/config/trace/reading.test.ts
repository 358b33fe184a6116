import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readingOf } from '../../../config/trace/reading.ts';
import { HeadroomError } from '../../../errors/headroom-error.ts';

const parse = (lines: readonly string[], column?: string): readonly number[] =>
  readingOf(lines.join('\n'), 'trace.csv', { column }).perSecond;

/** One line per fault: what | where | fix. */
const faultsOf = (lines: readonly string[], column?: string): string[] => {
  try {
    parse(lines, column);
  } catch (error) {
    if (error instanceof HeadroomError && error.code === 'E_CONFIG')
      return error.details.map(({ what, where = '', fix = '' }) => `${what} | ${where} | ${fix}`);
    throw error;
  }
  throw new Error('the trace was accepted');
};

describe('counts per second', () => {
  it.each([
    ['a lone column without a name', ['3', '0', '2']],
    ['a lone column of any name', ['n', '3', '0', '2']],
    ['second and count', ['second,count', '0,3', '1,0', '2,2']],
    ['second and count without names', ['0,3', '1,0', '2,2']],
    ['empty seconds left out, and a zero of its own', ['second,requests', '1000,3', '1002,2']],
    [
      'an export with date and value',
      ['"Time";"Value"', '2024-05-01 10:00:00;3.0', '2024-05-01 10:00:01;0', '2024-05-01 10:00:02;2.0'],
    ],
    ['rows in any order', ['second,count', '2,2', '0,3']],
    [
      'a mark of order, CRLF, comments and empty lines',
      ['\uFEFFcount\r', '# from the log\r', '3\r', '\r', '0\r', '2\r'],
    ],
    ['tabs', ['model\tsecond\tcount', 'a\t0\t3', 'a\t2\t2']],
  ])('%s', (_, lines) => {
    expect(parse(lines)).toEqual([3, 0, 2]);
  });

  it('come from the column that is asked for', () => {
    expect(parse(['second,ok,failed', '0,3,9', '2,2,9'], 'OK')).toEqual([3, 0, 2]);
  });

  it('are what was written, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1, maxLength: 200 }), fc.nat(5000), (counts, zero) => {
        expect(parse(['count', ...counts.map(String)])).toEqual(counts);
        expect(parse(['second,count', ...counts.map((n, i) => `${zero + i},${n}`)])).toEqual(counts);
      }),
    );
  });
});

describe('what would be misread in silence', () => {
  it('minutes from 0 are minutes', () => {
    const reading = readingOf('minute,requests\n0,60\n1,120', 'a.csv');
    expect(reading).toMatchObject({ stepSeconds: 60, peakRatePerSecond: 2, totalRequests: 180 });
  });

  it('rows of one request each are counted by second, with the busiest one', () => {
    const times = ['00', '00', '00', '01', '04'].map((second) => `2026-05-01T10:00:${second}Z`);
    const reading = readingOf(['timestamp', ...times].join('\n'), 'a.csv');
    expect(reading).toMatchObject({ perSecond: [3, 1, 0, 0, 1], peakRatePerSecond: 3, totalRequests: 5 });
  });

  it.each(['+5', '５', '٥', '0x5'])('counts like %s are not taken for rows of one request each', (count) => {
    const lines = ['time,requests', ...[0, 1, 2].map((second) => `2024-05-01T10:00:0${second}Z,${count}`)];
    expect(faultsOf(lines)[0]).toContain(`requests has numbers like "${count}", which are not read`);
  });

  it('a request that is told in words is none of these', () => {
    const lines = [
      'time,request',
      '2024-05-01T10:00:00Z,GET /v1/score',
      '2024-05-01T10:00:02Z,GET /v1/score',
    ];
    expect(parse(lines)).toEqual([1, 0, 1]);
  });

  it.each([
    'concurrent requests',
    'active_requests',
    'in-flight requests',
    'requests (thousands)',
    'requests_k',
    'requests per 5m',
    'requests/day',
  ])('%s are not the requests of each step', (name) => {
    const lines = [`time,${name}`, ...[0, 1, 2].map((minute) => `2024-05-01T10:0${minute}:00Z,60`)];
    expect(faultsOf(lines)[0]).toMatch(/does not say|a request, or a measurement\?/);
  });

  it('rates are told in German too', () => {
    const lines = ['Zeit;Anfragen pro Sekunde', '2024-05-01 10:00:00;8,5', '2024-05-01 10:01:00;9'];
    const reading = readingOf(lines.join('\n'), 'a.csv');
    expect(reading).toMatchObject({ stepSeconds: 60, peakRatePerSecond: 9 });
  });

  it.each(['requests/min', 'Requests/min', 'req/min', 'requests / min'])(
    '%s are requests per minute: here "min" is no least value',
    (name) => {
      const reading = readingOf(`time,${name}\n2024-05-01 10:00:00,120\n2024-05-01 10:01:00,60`, 'a.csv');
      expect(reading).toMatchObject({ unit: 'perMinute' });
    },
  );

  it.each([
    ['both marks before three digits', ['1.200', '1,350', '1.100']],
    ['both marks, the comma before three digits, in a file of decimal commas', ['7.5', '1,350']],
    ['points before three digits, in a file of decimal commas', ['1.200', '1.350']],
  ])('thousands and decimals are not guessed: %s', (_, cells) => {
    const lines = ['time;rps', ...cells.map((cell, i) => `2024-05-01 10:0${i}:00;${cell}`)];
    expect(faultsOf(lines)[0]).toContain('thousands or a decimal fraction?');
  });

  it.each([
    ['980,5', '1.200', 1200],
    ['1.200,5', '1.350', 1350],
  ])('thousands are read where a cell like %s tells the marks apart', (first, second, peak) => {
    const lines = ['time;rps', `2024-05-01 10:00:00;${first}`, `2024-05-01 10:01:00;${second}`];
    expect(readingOf(lines.join('\n'), 'a.csv').peakRatePerSecond).toBe(peak);
  });

  it('rows of more cells than the header are no table of other columns', () => {
    const lines = ['time,rps', '2024-05-01 10:00:00,1,25', '2024-05-01 10:01:00,1,5'];
    expect(faultsOf(lines, 'column 2')[0]).toContain(
      'a row of 3 cells in a table of 2 | trace.csv:2 | put cells that hold a separator into quotes; or, for decimal commas',
    );
  });

  it('a clock that was set back asks for its zone, and is right with it', () => {
    const text = 'timestamp\n2024-10-27 02:59:59\n2024-10-27 02:00:00\n2024-10-27 02:00:01';
    expect(() => readingOf(text, 'a.csv')).toThrow('go back once by an hour or less');
    expect(readingOf(text, 'a.csv', { timeZone: 'Europe/Berlin' }).perSecond).toEqual([1, 1, 1]);
  });

  describe('a clock that was set forward', () => {
    const minutesOf = (from: string, minutes: number): string[] =>
      Array.from(
        { length: minutes },
        (_, i) =>
          `${new Date(Date.parse(from) + i * 60_000).toISOString().slice(0, 16).replace('T', ' ')},60`,
      );
    /** Two hours of minutes without those from two to three. */
    const around = (day: string): string =>
      ['time,requests', ...minutesOf(`${day}T01:00Z`, 60), ...minutesOf(`${day}T03:00Z`, 60)].join('\n');

    it('asks for its zone, and has no hour without requests with it', () => {
      expect(() => readingOf(around('2025-03-30'), 'a.csv')).toThrow('leave out one hour');
      const reading = readingOf(around('2025-03-30'), 'a.csv', { timeZone: 'Europe/Berlin' });
      expect(reading.perSecond).toHaveLength(7200);
    });

    it('is an hour without rows where the zone is said to be UTC', () => {
      const options = { timeZone: 'UTC', gaps: 'zero' } as const;
      expect(readingOf(around('2025-03-30'), 'a.csv', options).perSecond).toHaveLength(10_800);
    });

    it('is not suspected on a workday, nor where hours are left out again', () => {
      const options = { gaps: 'zero' } as const;
      expect(readingOf(around('2025-04-01'), 'a.csv', options).perSecond).toHaveLength(10_800);
      const twice = `${around('2025-03-30')}\n${minutesOf('2025-03-30T05:00Z', 60).join('\n')}`;
      expect(readingOf(twice, 'a.csv', options).perSecond).toHaveLength(18_000);
    });
  });

  it('some times with a zone and some without are told apart from times without any', () => {
    const text = 'timestamp\n2025-11-28T10:00:00Z\n2025-11-28T10:00:01\n2025-11-28T10:00:02Z';
    expect(readingOf(text, 'a.csv').notes).toEqual([{ code: 'someNoZone' }]);
    expect(readingOf(text, 'a.csv', { timeZone: 'UTC' }).notes).toEqual([]);
    expect(readingOf(text.replaceAll('Z', ''), 'a.csv').notes).toEqual([{ code: 'noZone' }]);
  });

  it.each([
    'time,p95\n2024-05-01 10:00,5\n2024-05-01 10:01,7',
    'time,Users\n0,5\n60,6',
    'end_time,duration\n2024-05-01 10:00:00,5',
  ])('another measurement, or a duration of no unit, is refused: %s', (text) => {
    expect(() => readingOf(text, 'a.csv')).toThrow(/measurement\?|seconds or milliseconds/);
  });
});

describe('time stamps', () => {
  it.each([
    ['seconds', ['timestamp', '0.25', '0.5', '0.75', '2', '2.9']],
    ['seconds without a name', ['0.25', '0.5', '0.75', '2', '2.9']],
    [
      'seconds since 1970 without a name',
      ['1700000000', '1700000000', '1700000000', '1700000002', '1700000002'],
    ],
    [
      'milliseconds since 1970',
      ['ts', '1700000000100', '1700000000200', '1700000000999', '1700000002000', '1700000002001'],
    ],
    [
      'date and time beside other columns, as in the Azure LLM traces',
      [
        'TIMESTAMP,ContextTokens,GeneratedTokens',
        '2024-05-01 18:17:03.2500000,12,3',
        '2024-05-01 18:17:03.9999999,100,20',
        '2024-05-01 18:17:03.0000000,9,1',
        '2024-05-01 18:17:05.0000001,7,7',
        '2024-05-01 18:17:05.9,7,7',
      ],
    ],
    [
      'time zones',
      [
        'time',
        '2024-05-01T10:00:00Z',
        '2024-05-01T12:00:00.5+0200',
        '2024-05-01T04:00:00-06:00',
        '2024-05-01T10:00:02Z',
        '2024-05-01 10:00:02',
      ],
    ],
    ['any order', ['time', '2.9', '0.25', '2', '0.5', '0.75']],
  ])('%s', (_, lines) => {
    expect(parse(lines)).toEqual([3, 0, 2]);
  });

  it('count each request once, in its own second', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 600_000 }), { minLength: 1 }), (atMs) => {
        const perSecond = parse(['timestamp', ...atMs.map((ms) => (ms / 1000).toFixed(3))]);
        const zero = Math.floor(Math.min(...atMs) / 1000);
        expect(perSecond).toEqual(
          perSecond.map((_, second) => atMs.filter((ms) => Math.floor(ms / 1000) === zero + second).length),
        );
        expect(perSecond.reduce((sum, n) => sum + n, 0)).toBe(atMs.length);
      }),
    );
  });
});

describe('what can’t be read is named with its line', () => {
  it.each([
    [
      'a fraction of a request',
      ['count', '3', '2.5', '1'],
      ['count is "2.5", expected a whole number of requests | trace.csv:3'],
    ],
    [
      'a negative count',
      ['second,count', '0,3', '1,-2'],
      ['count is "-2", expected a number, 0 or more | trace.csv:3'],
    ],
    [
      'a wrong number in the first line',
      ['-3', '4'],
      ['column 1 is "-3", expected a number, 0 or more | trace.csv:1'],
    ],
    [
      'a cell that is not there',
      ['second,count', '# later', '', '0,3', '1'],
      ['count is "", expected a number, 0 or more | trace.csv:5'],
    ],
    [
      'no time',
      ['timestamp', '0.5', 'soon'],
      [
        'timestamp is "soon", expected a date and time (2024-05-01T10:00:00Z), or seconds, ms, us or ns since 1970, or seconds from any zero | trace.csv:3',
      ],
    ],
    ['no such day', ['timestamp', '2024-13-41 10:00:00'], ['timestamp is "2024-13-41 10:00:00", expected']],
    [
      'a column without a name',
      ['0,3', '1,x'],
      ['column 2 is "x", expected a number, 0 or more | trace.csv:2 | correct the lines'],
    ],
    [
      'two counts for one second',
      ['second,count', '7,3', '8,1', '7,2'],
      ['a second number for the time of line 2 | trace.csv:4 | keep one'],
    ],
    [
      'a stray time stamp',
      ['timestamp', '2024-05-01 10:00:00', '2025-05-01 10:00:00'],
      ['spans 365 days, from line 2 to line 3 | trace.csv'],
    ],
    [
      'unknown names',
      ['model,tokens', 'a,3'],
      ['none of model, tokens is a time | trace.csv | call the column of times timestamp'],
    ],
    [
      'three columns without names',
      ['1,2,3'],
      ['3 columns without a header line, none of them a time | trace.csv | call the column'],
    ],
    ['an empty file', [''], ['it holds no row | trace.csv']],
    ['a header alone', ['count'], ['it holds no row | trace.csv']],
  ])('%s', (_, lines, expected) => {
    const faults = faultsOf(lines);
    expect(faults).toHaveLength(expected.length);
    expected.forEach((text, i) => {
      expect(faults[i]).toContain(text);
    });
  });

  it('a column that is not there, with the nearest that is', () => {
    expect(faultsOf(['second,failed', '0,1'], 'faild')).toEqual([
      'trace: load.column: no column "faild"; the trace has second, failed | trace.csv | did you mean "failed"?',
    ]);
    expect(faultsOf(['3', '4'], 'count')[0]).toContain('the trace has no header line');
  });

  it('the first five of many', () => {
    const faults = faultsOf(['count', ...Array.from({ length: 100 }, () => 'x')]);
    expect(faults).toHaveLength(6);
    expect(faults.at(-1)).toContain('95 more lines like these');
  });
});
