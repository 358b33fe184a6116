import fc from 'fast-check';
import { expect, it } from 'vitest';
import { secondOfArrival } from '../../../load/telemetry/second-of-arrival.ts';

it('the example of the docstring', () => {
  expect(secondOfArrival('1', 1_700_000_000_500)).toBe(1_699_999_745);
});

it('an answer up to 1022 s late is charged to the second that sent it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1_600_000_000, max: 2_000_000_000 }),
      fc.integer({ min: 0, max: 1022 }),
      fc.integer({ min: 0, max: 999 }),
      (second, lateSeconds, ms) => {
        const windowEndMs = (second + lateSeconds) * 1000 + ms;
        expect(secondOfArrival(String(second % 1024), windowEndMs)).toBe(second);
      },
    ),
  );
});

it('a request sent just after the window’s end was read off the clock stays in its second', () => {
  expect(secondOfArrival(String(1_700_000_001 % 1024), 1_700_000_000_999.9)).toBe(1_700_000_001);
});

it.each([undefined, 'none', true])(
  'a sample tagged %s stands in the second in which its window ended',
  (tag) => {
    expect(secondOfArrival(tag, 1_700_000_000_500)).toBe(1_700_000_000);
  },
);
