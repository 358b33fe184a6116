import { afterEach, expect, it, vi } from 'vitest';
import { steadyClock } from '../../load/steady-clock.ts';

afterEach(() => vi.useRealTimers());

it('goes on where the clock of the system is set back or forward', () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  const now = steadyClock();
  const startedAtMs = Date.now();
  vi.setSystemTime(startedAtMs - 6000);
  expect(now()).toBe(startedAtMs);
  vi.advanceTimersByTime(250);
  expect(now()).toBe(startedAtMs + 250);
  vi.setSystemTime(startedAtMs + 3_600_000);
  expect(now()).toBe(startedAtMs + 250);
});
