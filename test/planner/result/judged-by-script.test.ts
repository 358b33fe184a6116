import { describe, expect, it } from 'vitest';
import { analyze } from '../../../planner/result/build-result.ts';
import type { LoadCounts } from '../../../runs/schema/load-series.ts';
import { countsLine, endLine } from '../../builders/load.ts';
import { completeRun, startSecond } from '../../builders/run.ts';

const resultOf = (lines: readonly LoadCounts[]) =>
  analyze({ run: completeRun({}, undefined), load: [...lines, endLine()], cluster: [], droppedLines: 0 })
    .result;

const latenciesMs = { '200': [100, 100, 100], '409': [5] };

describe('what a script expects', () => {
  it('is no failure, has no cause, makes no second bad, and its latency counts as that of a success', () => {
    const { verdict, findings, totals, phases, timeline } = resultOf([
      countsLine({ second: startSecond + 1, outcomes: { '200': 3, '409': 1 }, latenciesMs }),
      // The script's judgement may come with a later line than the answer.
      { ...countsLine({ second: startSecond + 1, arrivals: 0, judgedOtherwise: { '409': 1 } }) },
    ]);
    expect(verdict.checks[0]).toMatchObject({ measured: 0, failed: 0, requests: 4 });
    expect(verdict.badSecondsCount).toBe(0);
    expect(findings).toEqual([]);
    expect(totals.outcomes).toEqual({ '200': 3, '409 expected': 1 });
    expect(totals.latency.ok.count).toBe(4);
    expect(phases.find(({ name }) => name === 'spike')).toMatchObject({ ok: 4, failed: 0 });
    expect(timeline.load.outcomes['409 expected']?.[1]).toBe(1);
  });
});

describe('a 200 that a script does not expect', () => {
  it('is a failure in the verdict, in its second, and has a cause', () => {
    const { verdict, findings, totals } = resultOf([
      countsLine({ second: startSecond + 1, outcomes: { '200': 4 }, judgedOtherwise: { '200': 3 } }),
    ]);
    expect(verdict.checks[0]).toMatchObject({ measured: 0.75, failed: 3, requests: 4 });
    expect(verdict.badSeconds).toEqual([{ fromSecond: 1, toSecond: 1 }]);
    expect(findings).toMatchObject([{ cause: 'notExpected', requests: 3, outcomes: ['200 unexpected'] }]);
    expect(totals.outcomes).toEqual({ '200': 1, '200 unexpected': 3 });
  });
});

describe('what no script judges', () => {
  it('goes by its status, also where the judgement was lost with a generator that was killed', () => {
    const { verdict } = resultOf([countsLine({ second: startSecond + 1, outcomes: { '200': 1, '409': 1 } })]);
    expect(verdict.checks[0]).toMatchObject({ failed: 1, requests: 2 });
  });
});
