import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScheduler } from '../../sandbox/scheduler.ts';

const nodes = (count: number, room: { readonly cpu: number; readonly pods: number }) =>
  Array.from({ length: count }, (_, i) => ({ name: `node-${i}`, ...room }));

const placeAll = (scheduler: ReturnType<typeof createScheduler>): string[] => {
  const placed: string[] = [];
  for (;;) {
    const placement = scheduler.place();
    if (placement.kind === 'unschedulable') return placed;
    placed.push(placement.node);
  }
};

describe('the scheduler', () => {
  it('goes to the node with the most free CPU, the first of equals', () => {
    expect(placeAll(createScheduler(nodes(2, { cpu: 1, pods: 10 }), 0.5))).toEqual([
      'node-0',
      'node-1',
      'node-0',
      'node-1',
    ]);
  });

  it('says in the words of Kubernetes what is missing', () => {
    const messageOf = (cpu: number, pods: number): string => {
      const scheduler = createScheduler(nodes(3, { cpu, pods }), 1);
      placeAll(scheduler);
      const placement = scheduler.place();
      return placement.kind === 'unschedulable' ? placement.message : '';
    };
    expect(messageOf(2, 10)).toBe('0/3 nodes are available: 3 Insufficient cpu.');
    expect(messageOf(10, 2)).toBe('0/3 nodes are available: 3 Too many pods.');
    expect(messageOf(2, 2)).toBe('0/3 nodes are available: 3 Insufficient cpu, 3 Too many pods.');
  });

  it('holds as many as divide the node, without a loss to rounding', () => {
    expect(placeAll(createScheduler(nodes(1, { cpu: 4, pods: 1000 }), 0.1))).toHaveLength(40);
  });

  it('never places more than fits, and room that is given back fits one more', () => {
    const room = fc.record({ cpu: fc.integer({ min: 1, max: 20 }), pods: fc.integer({ min: 1, max: 20 }) });
    fc.assert(
      fc.property(
        room,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 5 }),
        (each, count, cpu) => {
          const scheduler = createScheduler(nodes(count, each), cpu);
          const placed = placeAll(scheduler);
          expect(placed).toHaveLength(count * Math.min(each.pods, Math.floor(each.cpu / cpu)));
          const [node] = placed;
          if (node === undefined) return;
          scheduler.free(node);
          expect(scheduler.place()).toEqual({ kind: 'placed', node });
        },
      ),
    );
  });
});
