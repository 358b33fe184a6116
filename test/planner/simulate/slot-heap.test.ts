import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSlot, createSlotHeap, removeSlots, replaceRoot } from '../../../planner/simulate/slot-heap.ts';

const operation = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), at: fc.double({ min: 0, max: 100, noNaN: true }) }),
  fc.record({ kind: fc.constant('replace' as const), at: fc.double({ min: 0, max: 100, noNaN: true }) }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.integer({ min: 2, max: 5 }) }),
);

describe('slot heap', () => {
  it('always has the slot that is free first at its root', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 200 }), (operations) => {
        const heap = createSlotHeap();
        const expected = new Map<number, number>();
        let slots = 0;
        for (const { kind, at } of operations) {
          if (kind === 'add') {
            addSlot(heap, slots, at);
            expected.set(slots++, at);
          } else if (kind === 'replace' && heap.size > 0) {
            const later = heap.freeAtSeconds[0]! + at;
            expected.set(heap.slots[0]!, later);
            replaceRoot(heap, later);
          } else if (kind === 'remove') {
            removeSlots(heap, (slot) => slot % at === 0);
            for (const slot of [...expected.keys()]) if (slot % at === 0) expected.delete(slot);
          }
          expect(heap.size).toBe(expected.size);
          expect(heap.freeAtSeconds[0]).toBe(Math.min(Number.POSITIVE_INFINITY, ...expected.values()));
          if (heap.size > 0) expect(expected.get(heap.slots[0]!)).toBe(heap.freeAtSeconds[0]);
        }
      }),
    );
  });
});
