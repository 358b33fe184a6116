import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../../load/runners/ledger.ts';
import { createMerge } from '../../../load/runners/merge.ts';
import { foldLoad } from '../../../planner/timeline/fold-load.ts';
import { isWhole } from '../../../planner/timeline/runners.ts';
import { type LoadLine, loadLineSchema } from '../../../runs/schema/load-series.ts';
import { countsLine, endLine } from '../../builders/load.ts';

const firstSecond = 1_700_000_000;

/** Lines of a few runners, each with its own numbers: whole milliseconds, so that sums are exact in any order. */
const streams = fc
  .array(
    fc.array(
      fc.record({
        second: fc.integer({ min: 0, max: 5 }),
        phase: fc.constantFrom('baseline', 'spike'),
        endpoint: fc.constantFrom('score', 'embed'),
        ok: fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 6 }),
        failed: fc.nat(4),
        dropped: fc.nat(2),
        late: fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 4 }),
      }),
      { maxLength: 12 },
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((runners) =>
    runners.map((lines, index) =>
      lines.map(({ second, ok, failed, late, ...rest }, seq) => ({
        ...countsLine({
          second: firstSecond + second,
          generator: `runner-${index}`,
          outcomes: { ...(ok.length > 0 && { '200': ok.length }), ...(failed > 0 && { '503': failed }) },
          latenciesMs: { ...(ok.length > 0 && { '200': ok }) },
          latenessMs: late,
          ...rest,
        }),
        seq,
      })),
    ),
  );

const mergedInBatches = (lines: readonly LoadLine[], batch: number): LoadLine[] => {
  const merge = createMerge();
  const merged: LoadLine[] = [];
  lines.forEach((line, i) => {
    merge.add(line);
    if ((i + 1) % batch === 0) merged.push(...merge.take());
  });
  return [...merged, ...merge.take()];
};

describe('the merged stream', () => {
  it('adds up to what the runners said, however it is cut', () => {
    fc.assert(
      fc.property(streams, fc.integer({ min: 1, max: 9 }), (runners, batch) => {
        const lines = runners.flat();
        const merged = mergedInBatches(lines, batch);
        const [whole, apart] = [foldLoad(merged), foldLoad(lines)];
        expect(whole.total).toEqual(apart.total);
        expect(whole.bySecond).toEqual(apart.bySecond);
        expect(whole.byEndpoint).toEqual(apart.byEndpoint);
        expect(whole.linesLost).toBe(0);
      }),
    );
  });

  it("adds a script's own metrics whatever they are called, and takes the later value of its gauges", () => {
    const script: LoadLine = {
      kind: 'script',
      seq: 0,
      second: firstSecond,
      generator: 'runner-0',
      endpoint: 'score',
      phase: 'spike',
      checks: { second: [2, 1] },
      counters: { phase: 1, scale: 2, gauges: 3 },
      rates: { endpoint: [1, 4] },
      gauges: { kind: 5 },
    };
    const [sum] = mergedInBatches([script, { ...script, gauges: { kind: 9 } }], 2);
    expect(sum).toMatchObject({
      checks: { second: [4, 2] },
      counters: { phase: 2, scale: 4, gauges: 6 },
      rates: { endpoint: [2, 8] },
      gauges: { kind: 9 },
    });
  });

  it('is of lines that the run folder takes, one name and no gap in their numbers', () => {
    fc.assert(
      fc.property(streams, (runners) => {
        const merged = mergedInBatches(runners.flat(), 3);
        expect(merged.map(({ seq }) => seq)).toEqual([...merged.keys()]);
        for (const line of merged) expect(line.generator).toBe('runners');
      }),
    );
    const [line] = mergedInBatches([countsLine({ second: firstSecond, outcomes: { '200': 2 } })], 1);
    expect(loadLineSchema.parse(line)).toEqual(line);
  });

  it('adds the metrics of a script, and keeps the last value of a gauge', () => {
    const script = (generator: string, mark: number): LoadLine => ({
      kind: 'script',
      seq: 0,
      generator,
      second: firstSecond,
      endpoint: 'score',
      phase: 'spike',
      checks: { ok: [mark, 1] },
      counters: { sent: mark },
      gauges: { queue: mark },
    });
    const [line] = mergedInBatches([script('runner-0', 2), script('runner-1', 5)], 9);
    expect(line).toMatchObject({ checks: { ok: [7, 2] }, counters: { sent: 7 }, gauges: { queue: 5 } });
  });
});

const failure = { code: 'pod', said: 'the pod was evicted' } as const;
const fate = { place: null, failure, cuts: 0 };

/** What runner-0 says of two arrivals a second, without its end line. */
const saidBy = (seconds: number): LoadLine[] => [
  { kind: 'armed', seq: 0, generator: 'runner-0', schemaVersion: 2, module: '0.1.0', atMs: 0 },
  {
    kind: 'header',
    seq: 1,
    generator: 'runner-0',
    schemaVersion: 2,
    module: '0.1.0',
    startedAtMs: firstSecond * 1000,
  },
  ...Array.from({ length: seconds }, (_, i) => ({
    ...countsLine({ second: firstSecond + i, outcomes: { '200': 2 }, generator: 'runner-0' }),
    seq: i + 2,
  })),
];

const endOf = (fired: number, seq: number): LoadLine => ({
  ...endLine({ generator: 'runner-0', seq, planned: fired, fired }),
});

describe('the ledger of a runner', () => {
  it('counts no line twice and misses none, however often a cut connection brings it again', () => {
    const said = [...saidBy(5), endOf(10, 7)];
    const cuts = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 6 });
    fc.assert(
      fc.property(cuts, (replays) => {
        const ledger = openLedger('runner-0', [2, 2, 2, 2, 2], () => 0);
        const again = replays.flatMap(([from, to]) => said.slice(Math.min(from, to), Math.max(from, to)));
        const fresh = [...said.slice(0, 6), ...again.filter(({ seq }) => seq < 6), ...said.slice(6)];
        expect(fresh.filter(ledger.add)).toEqual(said);
        const record = ledger.record(fate);
        expect(record).toMatchObject({ fired: 10, linesMissing: 0, missing: null, lines: 8 });
        expect(isWhole({ kind: 'runner', seq: 0, generator: 'runners', ...record })).toBe(true);
      }),
    );
  });

  it('takes a line that comes late into its gap', () => {
    const ledger = openLedger('runner-0', [2, 2, 2], () => 0);
    const said = saidBy(3);
    for (const line of said.filter(({ seq }) => seq !== 3)) ledger.add(line);
    expect(ledger.record(fate)).toMatchObject({ linesMissing: 1, missing: { arrivals: 2 } });
    expect(ledger.add(said[3]!)).toBe(true);
    expect(ledger.add(said[3]!)).toBe(false);
    expect(ledger.record(fate)).toMatchObject({ linesMissing: 0, missing: null });
  });

  it('names the seconds of which something is missing, and is not whole', () => {
    const lost = openLedger('runner-0', [2, 2, 2, 2, 2], () => 0);
    for (const line of saidBy(3)) lost.add(line);
    const record = lost.record(fate);
    expect(record).toMatchObject({
      reason: 'lost',
      failure,
      missing: { arrivals: 4, fromSecond: 3, toSecond: 5 },
    });
    expect(isWhole({ kind: 'runner', seq: 0, generator: 'runners', ...record })).toBe(false);
    const untrue = openLedger('runner-0', [2, 2, 2], () => 0);
    for (const line of [...saidBy(3), endOf(7, 5)]) untrue.add(line);
    const told = untrue.record(fate);
    expect(told.missing, 'its lines have all of its share').toBeNull();
    expect(isWhole({ kind: 'runner', seq: 0, generator: 'runners', ...told }), 'but say another sum').toBe(
      false,
    );
  });

  it('passes the lines of others over, and tells a runner that never began', () => {
    const ledger = openLedger('runner-1', [1], () => 0);
    for (const line of saidBy(1)) expect(ledger.add(line)).toBe(false);
    expect(ledger.record(fate).reason).toBe('notReady');
  });
});
