import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addSlot,
  createSlotCalendar,
  firstFreeAtSeconds,
  firstSlot,
  removeSlots,
  replaceFirst,
  type SlotCalendar,
} from '../../../planner/simulate/slot-calendar.ts';
import { createRandom } from '../../../planner/stats/random.ts';

/** Times that lie anywhere, that are equal, and that lie in quite another range. */
const seconds = fc.oneof(
  fc.double({ min: 0, max: 100, noNaN: true }),
  fc.constantFrom(0, 1, 2),
  fc.constantFrom(1e-9, 1e6, 1e9),
);

const operation = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), at: seconds }),
  fc.record({ kind: fc.constant('replace' as const), at: seconds }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.integer({ min: 2, max: 5 }) }),
);

/** The slot that is free first, and of several the one with the lowest number; undefined of none. */
const firstIn = (
  freeAt: ReadonlyMap<number, number>,
): readonly [slot: number, atSeconds: number] | undefined => {
  let first: readonly [number, number] | undefined;
  for (const [slot, at] of freeAt)
    if (first === undefined || at < first[1] || (at === first[1] && slot < first[0])) first = [slot, at];
  return first;
};

const expectSame = (calendar: SlotCalendar, freeAt: ReadonlyMap<number, number>): void => {
  expect(calendar.size).toBe(freeAt.size);
  const first = firstIn(freeAt);
  expect(firstFreeAtSeconds(calendar)).toBe(first?.[1] ?? Number.POSITIVE_INFINITY);
  if (first !== undefined) expect(firstSlot(calendar)).toBe(first[0]);
};

describe('slot calendar', () => {
  it('always knows the slot that is free first, whatever is added, replaced and removed', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 200 }), (operations) => {
        const calendar = createSlotCalendar();
        const freeAt = new Map<number, number>();
        let slots = 0;
        for (const { kind, at } of operations) {
          if (kind === 'add') {
            addSlot(calendar, slots, at);
            freeAt.set(slots++, at);
          } else if (kind === 'replace' && calendar.size > 0) {
            const later = firstFreeAtSeconds(calendar) + at;
            freeAt.set(firstSlot(calendar), later);
            replaceFirst(calendar, later);
          } else if (kind === 'remove') {
            removeSlots(calendar, (slot) => slot % at === 0);
            for (const slot of [...freeAt.keys()]) if (slot % at === 0) freeAt.delete(slot);
          }
          expectSame(calendar, freeAt);
        }
      }),
    );
  });

  it.each([1, 3, 60, 300])('keeps the order of %i slots where the load changes a thousandfold', (size) => {
    const random = createRandom(size);
    const calendar = createSlotCalendar();
    const freeAt = new Map<number, number>();
    for (let slot = 0; slot < size; slot++) {
      addSlot(calendar, slot, 0);
      freeAt.set(slot, 0);
    }
    for (let request = 0; request < 20_000; request++) {
      const isRare = Math.floor(request / 2000) % 2 === 0;
      const serviceSeconds = (isRare ? 100 : 0.1) * random() + (request % 50 === 0 ? 30 : 0);
      const later = firstFreeAtSeconds(calendar) + serviceSeconds;
      freeAt.set(firstSlot(calendar), later);
      replaceFirst(calendar, later);
      const first = firstIn(freeAt)!;
      if (firstSlot(calendar) !== first[0])
        expect.fail(`request ${request}: ${firstSlot(calendar)}, not ${first[0]}`);
    }
    expectSame(calendar, freeAt);
  });

  it('takes few steps for each request, where times spread and where they crowd', () => {
    const random = createRandom(1);
    const calendar = createSlotCalendar();
    for (let slot = 0; slot < 400; slot++) addSlot(calendar, slot, 0);
    let steps = 0;
    for (let request = 0; request < 50_000; request++) {
      const scale = request < 20_000 ? 1 : request < 30_000 ? 1000 : 0.001;
      const before = calendar.steps;
      replaceFirst(calendar, firstFreeAtSeconds(calendar) + scale * random());
      steps += Math.max(0, calendar.steps - before);
    }
    expect(steps / 50_000).toBeLessThan(2);
  });
});
