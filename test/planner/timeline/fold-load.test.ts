import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptySketch } from '../../../planner/stats/sketch.ts';
import { addCells, answeredOf, emptyCell, foldLoad, latencyOf } from '../../../planner/timeline/fold-load.ts';
import type { LoadLine } from '../../../runs/schema/load-series.ts';
import { isOk } from '../../../runs/schema/outcome.ts';
import { countsLine, gaugeLine } from '../../builders/load.ts';

/** Whole milliseconds, whose sums are exact in any order. */
const wholeMs = fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 5 });
const outcome = fc.constantFrom('200', '503', '504', 'timeout');
const generator = fc.constantFrom('a', 'b');
const anyCounts = fc
  .record({
    second: fc.integer({ min: 100, max: 104 }),
    generator,
    phase: fc.constantFrom('baseline', 'spike'),
    arrivals: fc.nat(1000),
    outcomes: fc.dictionary(outcome, fc.nat(1000)),
    dropped: fc.nat(100),
    latenciesMs: fc.dictionary(outcome, wholeMs),
    serviceMs: fc.option(wholeMs),
  })
  .map(({ serviceMs, ...line }) => countsLine({ ...line, ...(serviceMs !== null && { serviceMs }) }));
const anyGauge: fc.Arbitrary<LoadLine> = fc
  .record({ atMs: fc.nat(), generator, inFlight: fc.nat() })
  .map(gaugeLine);
const anyLine = fc.oneof(anyCounts, anyGauge);

describe('a folded load series', () => {
  it('is the same in whatever order its lines come', () => {
    const shuffled = fc
      .uniqueArray(anyLine, { selector: (line) => JSON.stringify(line), maxLength: 30 })
      .chain((lines) =>
        fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length })),
      );
    fc.assert(
      fc.property(shuffled, ([lines, others]) => {
        const { gauges, ...sums } = foldLoad(lines);
        const { gauges: otherGauges, ...otherSums } = foldLoad(others);
        expect(otherSums).toEqual(sums);
        expect(otherGauges.map(({ atMs }) => atMs)).toEqual(gauges.map(({ atMs }) => atMs));
      }),
    );
  });

  it('has the same sum over its seconds as over its phases', () => {
    fc.assert(
      fc.property(fc.array(anyCounts), (lines) => {
        const { bySecond, byPhase, total } = foldLoad(lines);
        for (const cells of [bySecond, byPhase]) {
          expect([...cells.values()].reduce(addCells, emptyCell())).toEqual(total);
        }
      }),
    );
  });

  it('charges a late answer to the second that sent it', () => {
    const { bySecond } = foldLoad([
      countsLine({ second: 100, arrivals: 2, outcomes: { '200': 1 } }),
      countsLine({ second: 101, arrivals: 1 }),
      countsLine({ second: 100, arrivals: 0, outcomes: { '504': 1 }, latenciesMs: { '504': [30_000] } }),
    ]);
    expect(bySecond.get(100)).toMatchObject({
      arrivals: 2,
      outcomes: { '200': 1, '504': 1 },
      latencyMs: { '504': { count: 1, max: 30_000 } },
    });
    expect(bySecond.get(101)).toMatchObject({ arrivals: 1, outcomes: {} });
  });

  it('adds up phases of one second, and generators of one phase', () => {
    const { bySecond, byPhase } = foldLoad([
      countsLine({ second: 100, phase: 'baseline', arrivals: 1, dropped: 1 }),
      countsLine({ second: 100, phase: 'spike', generator: 'a', arrivals: 10 }),
      countsLine({ second: 100, phase: 'spike', generator: 'b', arrivals: 20 }),
    ]);
    expect(bySecond.get(100)).toMatchObject({ arrivals: 31, dropped: 1 });
    expect(byPhase.get('spike')).toMatchObject({ arrivals: 30, dropped: 0 });
  });

  it('has its seconds in rising order, whatever came first', () => {
    const { bySecond } = foldLoad([9, 100, 20].map((second) => countsLine({ second })));
    expect([...bySecond.keys()]).toEqual([9, 20, 100]);
  });

  it('keeps gauges and losses in order of time', () => {
    const gauge = gaugeLine({ generator: 'a', inFlight: 1 });
    const lost = { kind: 'lost', seq: 1, generator: 'a', reason: 'gone' } as const;
    const { gauges, lost: losses } = foldLoad([
      { kind: 'header', seq: 0, schemaVersion: 2, generator: 'a', module: '1', startedAtMs: 0 },
      { ...gauge, atMs: 2000 },
      { ...lost, fromMs: 1500, toMs: 1800 },
      { ...gauge, atMs: 1000 },
      { ...lost, fromMs: 500, toMs: 900 },
    ]);
    expect(gauges.map(({ atMs }) => atMs)).toEqual([1000, 2000]);
    expect(losses.map(({ fromMs }) => fromMs)).toEqual([500, 1500]);
  });

  it('of no lines is empty', () => {
    expect(foldLoad([]).total).toEqual(emptyCell());
  });
});

describe('a cell', () => {
  const { total } = foldLoad([
    countsLine({
      second: 100,
      outcomes: { '200': 2, '201': 1, '503': 4 },
      latenciesMs: { '200': [10, 20], '201': [30], '503': [1, 1, 1, 1] },
    }),
  ]);

  it('has as many ends as its outcomes add up to', () => {
    expect(answeredOf(total)).toBe(7);
  });

  it('has one sketch over the outcomes that are picked', () => {
    expect(latencyOf(total, isOk)).toMatchObject({ count: 3, min: 10, max: 30, sum: 60 });
    expect(latencyOf(total, () => true).count).toBe(7);
    expect(latencyOf(total, () => false)).toEqual(emptySketch);
  });
});
