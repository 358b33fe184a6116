import { expect, it } from 'vitest';
import { createAutoStop } from '../../../load/runners/auto-stop.ts';

const rule = { maxErrorShare: 0.5, windowSeconds: 3, overdueMs: 1000 };
const second = (ends: number, failedEnds: number, overdue = 0) => ({ ends, failedEnds, overdue });

it('judges the sum of a whole window, and not before', () => {
  const look = createAutoStop(rule);
  expect([look(second(10, 10)), look(second(10, 10))]).toEqual([null, null]);
  expect(look(second(10, 0))).toEqual({ failed: 20, requests: 30, overdue: 0, windowSeconds: 3 });
});

it('forgets what lies before the window', () => {
  const look = createAutoStop(rule);
  const looks = [second(10, 10), second(10, 4), second(10, 4), second(10, 4)].map(look);
  expect(looks).toEqual([null, null, { failed: 18, requests: 30, overdue: 0, windowSeconds: 3 }, null]);
});

it('counts what is overdue now as failed', () => {
  const look = createAutoStop(rule);
  expect([second(0, 0, 2), second(0, 0, 6), second(0, 0, 12)].map(look).at(-1)).toEqual({
    failed: 12,
    requests: 12,
    overdue: 12,
    windowSeconds: 3,
  });
});

it('says nothing of fewer than ten requests, nor where it is off', () => {
  const few = createAutoStop(rule);
  expect([second(3, 3), second(3, 3), second(3, 3)].map(few)).toEqual([null, null, null]);
  const off = createAutoStop({ ...rule, maxErrorShare: 1 });
  expect([second(9, 9), second(9, 9), second(9, 9)].map(off)).toEqual([null, null, null]);
});
