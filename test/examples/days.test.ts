import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readPlannedTraffic } from '../../config/trace/read-planned.ts';
import { hardestRises } from '../../planner/traffic/day.ts';
import { expectedRequests } from '../../runs/schema/model/expected-requests.ts';

const file = join(import.meta.dirname, '../../examples/days/office-hours.csv');

it('office-hours.csv is a day of two million requests and a peak of 50 requests/s at ten', () => {
  const day = readPlannedTraffic(file);
  if (day.kind !== 'day') throw new Error(day.kind);
  const requests = expectedRequests({ kind: 'even', ratePerSecond: [...day.profile.steps] }, 86_400);
  expect(requests / 1e6).toBeCloseTo(2, 1);
  expect(hardestRises(day.profile.steps)[0]).toEqual({
    atSecond: 36_000,
    fromRatePerSecond: 44,
    toRatePerSecond: 50,
  });
});
