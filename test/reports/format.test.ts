import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  capitalize,
  formatCount,
  formatInterval,
  formatInUnit,
  formatMs,
  formatNumber,
  formatOffset,
  formatOr,
  formatPair,
  formatQuantity,
  formatRate,
  formatSeconds,
  formatShare,
  formatStretch,
  formatUtc,
} from '../../reports/format.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [1234.5, '1,235'],
    [1234567, '1,234,567'],
    [-1234567, '-1,234,567'],
    [12.345, '12.3'],
    [0.04567, '0.0457'],
    [0.000000001, '0.000000001'],
    [1.5e-7, '0.00000015'],
    [1e-12, '<0.000000001'],
    [-1e-12, '>-0.000000001'],
    [0.9996, '1'],
  ])('writes %d as %s', (value, text) => expect(formatNumber(value)).toBe(text));

  it('stays within half a percent of the number', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e9, noNaN: true }), (value) => {
        const shown = Number(formatNumber(value).replaceAll(',', ''));
        expect(Math.abs(shown - value) / value).toBeLessThan(0.00501);
      }),
    );
  });
});

describe('formatShare', () => {
  it.each([
    [0, '0 %'],
    [1, '100 %'],
    [0.135, '13.5 %'],
    [0.7, '70 %'],
    [0.00042, '0.04 %'],
    [0.00001, '<0.01 %'],
    [0.9987, '99.87 %'],
    [0.99999, '>99.99 %'],
    [2.5, '250 %'],
  ])('writes %d as %s', (value, text) => expect(formatShare(value)).toBe(text));

  it('says none only of none, and all only of all', () => {
    fc.assert(
      fc.property(share, (value) => {
        expect(formatShare(value) === '0 %').toBe(value === 0);
        expect(formatShare(value) === '100 %').toBe(value === 1);
      }),
    );
  });
});

describe('formatPair', () => {
  it.each([
    [0.0102, 0.01, formatShare, ['1.02 %', '1 %']],
    [0.010004, 0.01, formatShare, ['1.0004 %', '1 %']],
    [0.01, 0.01, formatShare, ['1 %', '1 %']],
    [0.3, 0.01, formatShare, ['30 %', '1 %']],
    [500.2, 500, formatMs, ['500.2 ms', '500 ms']],
    [2001.2, 2000, formatMs, ['2.001 s', '2 s']],
  ] as const)('tells %d from its limit %d', (measured, limit, format, texts) => {
    expect(formatPair(measured, limit, format)).toEqual(texts);
  });
});

describe('times', () => {
  it.each([
    [4.234, '4.23 ms'],
    [371.6, '372 ms'],
    [999.4, '999 ms'],
    [999.6, '1 s'],
    [3000, '3 s'],
    [1082, '1.08 s'],
    [65_000, '65 s'],
  ])('writes %d ms as %s', (ms, text) => expect(formatMs(ms)).toBe(text));

  it.each([
    [0, '0:00'],
    [31, '0:31'],
    [31.9, '0:31'],
    [605, '10:05'],
    [3725, '1:02:05'],
    [-5, '-0:05'],
  ])('writes offset %d as %s', (seconds, text) => expect(formatOffset(seconds)).toBe(text));

  it('writes a stretch of one second as that second', () => {
    expect(formatStretch(21, 30)).toBe('0:21–0:30');
    expect(formatStretch(21, 21)).toBe('0:21');
  });

  it('writes instants in UTC on every machine', () => {
    expect(formatUtc(Date.UTC(2026, 10, 22, 9, 5, 1, 999))).toBe('2026-11-22 09:05:01 UTC');
  });
});

describe('quantities', () => {
  it('keeps noun and number together', () => {
    expect(formatQuantity(1, 'second')).toBe('1 second');
    expect(formatQuantity(2000, 'second')).toBe('2,000 seconds');
  });

  it('writes each quantity with its unit', () => {
    expect([formatRate(80), formatSeconds(8.25), formatCount(2000)]).toEqual(['80/s', '8.25 s', '2,000']);
    expect(formatInUnit('share')(0.01)).toBe('1 %');
    expect(formatInUnit('millisecond')(500)).toBe('500 ms');
    expect(formatInUnit('request')(3)).toBe('3');
  });

  it('says unknown, never zero, of what is not known', () => {
    expect(formatOr(null, formatMs)).toBe('unknown');
    expect(formatOr(undefined, formatMs)).toBe('unknown');
    expect(formatOr(0, formatMs)).toBe('0 ms');
  });

  it('prints an interval with its confidence', () => {
    const interval = { low: 1, mid: 2, high: 3, confidence: 0.95 };
    expect(formatInterval(interval, formatSeconds)).toBe('95 % interval 1 s to 3 s');
  });

  it('starts a sentence with a capital', () => {
    expect(capitalize('raise the minimum')).toBe('Raise the minimum');
    expect(capitalize('')).toBe('');
  });
});
