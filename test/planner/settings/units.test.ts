import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  asText,
  duration,
  msDuration,
  msInSeconds,
  number,
  oneOf,
  percent,
  quantity,
  type Unit,
  wholeNumber,
  wholePercent,
} from '../../../planner/settings/units.ts';

type Row = {
  readonly name: string;
  readonly unit: Unit<number>;
  readonly raw: unknown;
  readonly value: number;
};

const both: readonly Row[] = [
  { name: 'number', unit: number, raw: 3, value: 3 },
  { name: 'number as text', unit: asText(number), raw: '3', value: 3 },
  { name: 'percentage', unit: wholePercent, raw: 29, value: 0.29 },
  { name: 'percentage as text', unit: asText(percent), raw: '12.5', value: 0.125 },
  { name: 'percentage above 100', unit: percent, raw: 110, value: 1.1 },
  { name: 'ms in seconds', unit: msInSeconds, raw: 300, value: 300_000 },
  { name: 'duration', unit: duration, raw: '90s', value: 90 },
  { name: 'duration below a second', unit: duration, raw: '500ms', value: 0.5 },
  { name: 'duration in ms', unit: msDuration, raw: '500ms', value: 500 },
  { name: 'quantity', unit: quantity, raw: '10', value: 10 },
  { name: 'quantity in thousandths', unit: quantity, raw: '500m', value: 0.5 },
  { name: 'quantity in millionths', unit: quantity, raw: '250u', value: 0.00025 },
  { name: 'quantity in billionths', unit: quantity, raw: '1500n', value: 0.0000015 },
];

describe('units of a file', () => {
  it.each(both)('reads and writes a $name', ({ unit, raw, value }) => {
    expect(unit.read(raw)).toBe(value);
    expect(unit.write(value)).toBe(raw);
  });

  it.each([
    { raw: '1m30s', value: 90 },
    { raw: '1h', value: 3600 },
    { raw: '1.5m', value: 90 },
    { raw: '1m', value: 60 },
  ])('reads $raw as $value s', ({ raw, value }) => {
    expect(duration.read(raw)).toBe(value);
  });

  it.each([
    { raw: '1k', value: 1000 },
    { raw: '2M', value: 2_000_000 },
    { raw: '3T', value: 3e12 },
    { raw: '2E', value: 2e18 },
    { raw: '1.1k', value: 1100 },
    { raw: '2Ki', value: 2048 },
    { raw: '1.5Mi', value: 1_572_864 },
    { raw: '1Ei', value: 2 ** 60 },
    { raw: '100n', value: 1e-7 },
    { raw: '5u', value: 5e-6 },
    { raw: '1e3', value: 1000 },
    { raw: '12E2', value: 1200 },
    { raw: '2.5e-1', value: 0.25 },
    { raw: '.5', value: 0.5 },
    { raw: '5.', value: 5 },
    { raw: '+5', value: 5 },
    { raw: 10, value: 10 },
  ])('reads the quantity $raw', ({ raw, value }) => {
    expect(quantity.read(raw)).toBe(value);
  });

  it.each([
    { name: 'a number', unit: number, raw: 'three' },
    { name: 'a number', unit: number, raw: '' },
    { name: 'a number', unit: number, raw: true },
    { name: 'a duration', unit: duration, raw: 60 },
    { name: 'a duration', unit: duration, raw: '60 s' },
    { name: 'a quantity', unit: quantity, raw: '10 requests' },
    { name: 'a quantity', unit: quantity, raw: '10K' },
    { name: 'a quantity', unit: quantity, raw: '10kib' },
    { name: 'a quantity', unit: quantity, raw: '' },
    { name: 'a quantity', unit: quantity, raw: '.' },
    { name: 'a quantity', unit: quantity, raw: '-1' },
  ])('does not take $raw for $name', ({ unit, raw }) => {
    expect(unit.read(raw)).toBeUndefined();
  });

  it('reads back the quantity that it wrote', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (value) => {
        const back = quantity.read(quantity.write(value));
        const error = value < 1 ? 1.001e-9 : 0.0005001;
        expect(Math.abs(back! - value)).toBeLessThanOrEqual(error);
      }),
    );
  });

  it('rounds to the side that loses no request', () => {
    expect(msInSeconds.write(1200)).toBe(2);
    expect(wholeNumber.write(7.9)).toBe(7);
    expect(wholeNumber.write(0.2)).toBe(1);
  });

  it('translates the word of a platform to ours and back', () => {
    const metric = oneOf({ concurrency: 'concurrency', requestRate: 'rps' });
    expect(metric.read('rps')).toBe('requestRate');
    expect(metric.write('requestRate')).toBe('rps');
    expect(metric.read('cpu')).toBeUndefined();
  });
});
