import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDayProfile, parseDayProfile, secondOfDay } from '../../../config/trace/day-profile.ts';
import { HeadroomError } from '../../../errors/headroom-error.ts';

const parse = (lines: readonly string[]) =>
  parseDayProfile({ text: lines.join('\n'), file: 'day.csv' }).steps;

/** One line per fault: what | where | fix. */
const faultsOf = (lines: readonly string[]): string[] => {
  try {
    parse(lines);
  } catch (error) {
    if (error instanceof HeadroomError && error.code === 'E_CONFIG')
      return error.details.map(({ what, where = '', fix = '' }) => `${what} | ${where} | ${fix}`);
    throw error;
  }
  throw new Error('the profile was accepted');
};

describe('a day profile', () => {
  it.each([
    ['HH:MM', ['time_of_day,rate', '00:00,2', '08:30,30.5']],
    ['HH:MM:SS', ['clock;rps', '00:00:00;2', '08:30:00;30.5']],
    ['a time that can only be one of the day', ['time,requests_per_second', '0:00,2', '8:30,30.5']],
    ['other columns and comments', ['# May', 'day,Time of day,rate', 'Mon,00:00,2', 'Mon,08:30,30.5']],
  ])('is known by its header and read: %s', (_, lines) => {
    expect(isDayProfile(lines.join('\n'), 'day.csv')).toBe(true);
    expect(parse(lines)).toEqual([
      { atSecond: 0, rate: 2 },
      { atSecond: 30_600, rate: 30.5 },
    ]);
  });

  it('begins with its last rate where its first row is later than midnight', () => {
    expect(parse(['hour,rate', '8,30', '20,5'])).toEqual([
      { atSecond: 0, rate: 5 },
      { atSecond: 28_800, rate: 30 },
      { atSecond: 72_000, rate: 5 },
    ]);
  });

  it.each([
    ['counts', ['second,count', '0,3', '1,2']],
    ['counts at dates', ['time,count', '2024-05-01 10:00:00,3']],
    ['time stamps', ['timestamp', '0.25', '0.5']],
    ['numbers without a header', ['3', '0', '2']],
    ['nothing', ['']],
  ])('is not taken for one of the other kinds: %s', (_, lines) => {
    expect(isDayProfile(lines.join('\n'), 'day.csv')).toBe(false);
  });

  it.each([
    ['quotes', ['time_of_day,rate', '00:00,"0,9"', '06:00,"12,75"']],
    ['semicolons', ['time_of_day;rate', '00:00;0,9', '06:00;12,75']],
    ['points', ['time_of_day,rate', '00:00,0.9', '06:00,12.75']],
  ])('has rates with decimals between %s', (_, lines) => {
    expect(parse(lines).map(({ rate }) => rate)).toEqual([0.9, 12.75]);
  });

  it('tells every second of the day', () => {
    const two = (n: number): string => String(n).padStart(2, '0');
    fc.assert(
      fc.property(fc.nat(86_399), (second) => {
        const parts = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60];
        expect(secondOfDay(parts.map(two).join(':'))).toBe(second);
      }),
    );
  });
});

describe('what a day profile can’t be is named with its line', () => {
  it.each([
    [
      'a time that is none',
      ['hour,rate', '8,30', 'noon,5'],
      'hour is "noon", expected a time of day: 07:30, 07:30:00, or a whole hour from 0 to 23 | day.csv:3 | correct',
    ],
    ['a 25th hour', ['hour,rate', '8,30', '24,5'], 'hour is "24", expected a time of day'],
    ['half an hour', ['hour,rate', '8.5,30', '20,5'], 'hour is "8.5", expected a time of day'],
    ['a 61st minute', ['clock,rate', '08:60,30', '20:00,5'], 'clock is "08:60", expected a time of day'],
    [
      'a negative rate',
      ['hour,rate', '8,-1', '20,5'],
      'rate is "-1", expected requests per second, 0 or more | day.csv:2 | correct',
    ],
    ['a rate that is not there', ['hour,rate', '8', '20,5'], 'rate is "", expected requests per second'],
    [
      'rows out of order',
      ['hour,rate', '8,30', '# lunch', '12,20', '12,25'],
      'the time of line 5 is not later than that of line 4 | day.csv:5 | give each time once',
    ],
    [
      'a row with more cells than the header, which a decimal comma made',
      ['time_of_day,rate', '00:00,5', '06:00,12,75'],
      'a row of 3 cells, under a header of 2 | day.csv:3 | put cells that hold a separator into quotes; or, for decimal commas, write semicolons',
    ],
    [
      'thousands that may be decimals',
      ['hour;rate', '0;1.200', '8;1.350'],
      'rate has numbers like 1.200: thousands or a decimal fraction? | day.csv | export the numbers without',
    ],
    [
      'rates with both marks',
      ['hour;rate', '0;1.200', '8;1,350'],
      'rate has numbers like 1.200: thousands or a decimal fraction? | day.csv | export the numbers without',
    ],
    ['one row', ['hour,rate', '8,30'], 'a day profile of 1 rows | day.csv | give at least two'],
    ['no traffic at all', ['hour,rate', '0,0', '8,0'], 'every rate of the day profile is 0 | day.csv | give'],
    [
      'requests per hour',
      ['hour,requests', '0,7200', '8,90000'],
      'none of the columns hour, requests is a rate by its name | day.csv:1 | name the column of requests per second',
    ],
  ])('%s', (_, lines, expected) => {
    const faults = faultsOf(lines);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(expected);
  });

  it('the first five of many', () => {
    const faults = faultsOf(['hour,rate', ...Array.from({ length: 20 }, (_, hour) => `${hour},x`)]);
    expect(faults).toHaveLength(6);
    expect(faults.at(-1)).toContain('--for: 15 more lines like these');
  });
});
