import { describe, expect, it } from 'vitest';
import { readingOf } from '../../../config/trace/reading.ts';
import { refusalOf } from './arrivals-of.ts';

const azure = (interval: number) =>
  JSON.stringify({
    value: [
      {
        name: { value: 'RequestsPerMinute' },
        unit: 'Count',
        timeseries: [
          {
            data: [10, 20, 30].map((total, i) => ({
              timeStamp: new Date(Date.UTC(2024, 4, 1, 10, i * interval)).toISOString(),
              total,
            })),
          },
        ],
      },
    ],
  });

const streams = (...labels: Readonly<Record<string, string>>[]) =>
  JSON.stringify({
    data: {
      resultType: 'streams',
      result: labels.map((stream, i) => ({ stream, values: [[`${1_733_011_200 + i}000000005`, 'x']] })),
    },
  });

describe('refuses what would be another load', () => {
  it.each([
    ['a status', '2024-12-01T00:00:00Z,/a,200\n2024-12-01T00:00:01Z,/a,200', 'may be a status, like 200'],
    ['statuses', '2024-12-01T00:00:00Z,/a,200\n2024-12-01T00:00:00Z,/a,503', 'may be a status'],
    ['a day and a time', 'date,time,path\n2024-12-01,10:00:00,/a\n2024-12-01,10:00:01,/a', 'in one column'],
    ['both without a header', '2024-12-01,10:00:00,/a\n2024-12-01,10:00:01,/a', 'in one column'],
    ['counts of both', 'date,time,requests\n2024-12-01,10:00:00,5\n2024-12-01,10:00:01,6', 'in one column'],
    ['a day and an hour', 'date,hour,requests\n2024-12-01,0,5\n2024-12-01,1,6', 'in one column'],
    ["Go's log", '2024/12/01 00:00:01 scored request 1 in 1 ms', 'application log'],
    [
      "nginx's errors",
      '2024/12/01 00:00:01 [warn] 31#31: *1 a body is buffered, client: ::1',
      'application log',
    ],
    ['days', 'day,requests\n1,300\n2,900\n3,400', 'load.step (86400 for a day)'],
    ['buckets', 'bucket,requests\n0,300\n1,900\n2,400', 'load.step'],
    ['a sum of rates', azure(5), 'RequestsPerMinute total is the sum of a rate over 300 s'],
    ['errors of Loki', streams({ app: 'a', level: 'error' }), 'level="error"'],
    ['a status of Loki', streams({ status: '500' }, { status: '503' }), 'requests that failed'],
  ])('%s', (_, text, said) => {
    expect(refusalOf(() => readingOf(text, 't'))).toContain(said);
  });

  it('and reads what is like it and clear', () => {
    const coded = '2024-12-01T00:00:00Z,/a,200\n2024-12-01T00:00:01Z,/a,200';
    expect(readingOf(coded, 't', { unit: 'eachRow' }).totalRequests).toBe(2);
    expect(readingOf(coded, 't', { unit: 'count' }).totalRequests).toBe(400);
    expect(readingOf('2024-12-01T00:00:00Z,/a,200\n2024-12-01T00:00:01Z,/a,231', 't').totalRequests).toBe(
      431,
    );
    expect(readingOf('hour,requests\n0,300\n1,900', 't').stepSeconds).toBe(3600);
    expect(readingOf(azure(1), 't').totalRequests).toBe(60);
    expect(readingOf(streams({ level: 'error' }, { level: 'info' }), 't').totalRequests).toBe(2);
  });
});
