import { describe, expect, it } from 'vitest';
import { buildTimeline } from '../../../planner/timeline/build-timeline.ts';
import { foldLoad } from '../../../planner/timeline/fold-load.ts';
import { countsLine, gaugeLine } from '../../builders/load.ts';
import { completeRun, startSecond } from '../../builders/run.ts';

describe('requests in flight', () => {
  /** Three seconds; the looks of a generator at 1, 4 and 2 requests, so many milliseconds after each of them is over. */
  const inFlightWhere = (lateMs: number) => {
    const load = foldLoad([
      ...[0, 1, 2].map((i) => countsLine({ second: startSecond + i, outcomes: { '200': 1 } })),
      ...[1, 4, 2].map((inFlight, i) => gaugeLine({ atMs: (startSecond + i + 1) * 1000 + lateMs, inFlight })),
    ]);
    return buildTimeline({ run: completeRun(), load, cluster: [] }).load.inFlight.slice(0, 3);
  };

  it.each([-10, 0, 41, 190])('are those as a second ended, where the look comes %d ms after it', (lateMs) => {
    expect(inFlightWhere(lateMs)).toEqual([1, 4, 2]);
  });
});
