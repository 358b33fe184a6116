import { describe, expect, it } from 'vitest';
import { openLedger } from '../../../load/runners/ledger.ts';
import { runnersHealth } from '../../../planner/result/runners-health.ts';
import { runnersApart } from '../../../planner/timeline/runners.ts';
import type { LoadRunner } from '../../../runs/schema/load/load-runners.ts';

const failure = { code: 'pod', said: 'its last line never came' } as const;

/** What the ledger of a runner comes to whose lines name a moment and come at another one, in ms. */
const recordOf = (
  runner: string,
  lines: readonly { readonly atMs: number; readonly cameAtMs: number }[],
): LoadRunner => {
  let nowMs = 0;
  const ledger = openLedger(runner, [], () => nowMs);
  for (const [seq, { atMs, cameAtMs }] of lines.entries()) {
    nowMs = cameAtMs;
    ledger.add({ kind: 'armed', seq, generator: runner, schemaVersion: 2, module: '0.1.0', atMs });
  }
  const record = ledger.record({ place: null, failure, cuts: 0 });
  return { kind: 'runner', seq: 0, generator: 'runners', ...record };
};

/** Lines that take 40, 900 and 300 ms. */
const linesOf = (aheadMs: number) =>
  [40, 900, 300].map((delayMs, i) => ({ atMs: 10_000 * i + aheadMs, cameAtMs: 10_000 * i + delayMs }));

describe('the clock of a runner', () => {
  it('is known by its quickest line', () => {
    expect(recordOf('runner-0', linesOf(0)).clockAheadMs).toBe(-40);
    expect(recordOf('runner-0', linesOf(5000)).clockAheadMs).toBe(4960);
    expect(recordOf('runner-0', [])).not.toHaveProperty('clockAheadMs');
  });

  it('that is seconds from that of another runner means that they did not begin together', () => {
    const records = [recordOf('runner-0', linesOf(3000)), recordOf('runner-1', linesOf(-2000))];
    expect(runnersApart(records)).toEqual({ ahead: 'runner-0', behind: 'runner-1', apartMs: 5000 });
    expect(runnersApart(records.slice(0, 1))).toBeNull();
  });

  it('that is seconds from that of the tool is named, where all agree too', () => {
    const records = [recordOf('runner-0', linesOf(3000)), recordOf('runner-1', linesOf(3000))];
    expect(runnersApart(records)).toBeNull();
    expect(runnersHealth(records, 30)).toMatchObject([
      {
        status: 'warning',
        clocksApart: [
          { runner: 'runner-0', aheadMs: 2960 },
          { runner: 'runner-1', aheadMs: 2960 },
        ],
      },
    ]);
  });

  it('near that of the tool is not spoken of', () => {
    const [health] = runnersHealth([recordOf('runner-0', linesOf(200))], 30);
    expect(health).not.toHaveProperty('clocksApart');
  });
});
