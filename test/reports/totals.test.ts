import { describe, expect, it } from 'vitest';
import { latencyTable, phaseTable } from '../../reports/totals.ts';
import { byOutcome, outcomesText } from '../../reports/words/run/outcomes.ts';
import { countsText } from '../../reports/words/run/totals.ts';
import type { LoadFault } from '../../runs/schema/result/load-as-planned.ts';
import type { Result } from '../../runs/schema/result.ts';
import { spikeResult } from '../builders/result.ts';
import { emptyResult, interruptedResult } from '../builders/result-variants.ts';

const { totals } = spikeResult();

const lostRunner: LoadFault = {
  code: 'runnerIncomplete',
  runner: 'runner-0',
  reason: 'lost',
  failure: null,
  linesMissing: 0,
  missing: { arrivals: 40, fromSecond: 14, toSecond: 36 },
};

describe('outcomesText', () => {
  it('puts successes first, then codes, then failures without an answer, and leaves out what did not happen', () => {
    expect(outcomesText({ timeout: 3, '503': 261, '429': 0, '200': 1730, '204': 1 })).toBe(
      '1,730 × 200, 1 × 204, 261 × 503, 3 × client timeout',
    );
    expect(['timeout', '503', '99', '200'].sort(byOutcome)).toEqual(['200', '99', '503', 'timeout']);
  });
});

describe('phaseTable', () => {
  it('ends where a load was cut, and says which phases never began', () => {
    const secondsOf = (result: Result) =>
      phaseTable(result).rows.map(([name, seconds]) => `${name} ${seconds}`);
    expect(secondsOf(spikeResult())).toEqual(['baseline 0:00–0:19', 'spike 0:20–0:39', 'recovery 0:40–0:59']);
    const cut = interruptedResult();
    const phases = spikeResult().phases;
    expect(secondsOf({ ...cut, phases })).toEqual(['baseline 0:00–0:19', 'spike 0:20–0:39', 'recovery 0:40']);
    const earlier = { ...cut, phases, timeline: { ...cut.timeline, seconds: 25 } };
    expect(secondsOf(earlier)).toEqual(['baseline 0:00–0:19', 'spike 0:20–0:24', 'recovery not begun']);
  });
});

describe('countsText', () => {
  it('adds up, from the plan to the last request', () => {
    const counts = { ...totals, planned: 2005, arrivals: 2000, dropped: 2, unanswered: 0 };
    expect(countsText({ ...spikeResult(), totals: counts })).toEqual([
      '2,005 planned = 2,000 sent + 2 dropped + 3 not started',
      '2,000 sent = 1,730 × 200 + 261 × 503 + 9 × 504 + 0 without a known end',
    ]);
  });

  it('does not say that arrivals were not started of which nothing is recorded', () => {
    const counts = { ...totals, planned: 2005, arrivals: 1900, dropped: 5 };
    const firstSum = (faults: readonly LoadFault[]) =>
      countsText({ totals: counts, loadAsPlanned: { faults: [...faults] } })[0];
    expect(firstSum([{ code: 'noEndLine' }])).toBe(
      '2,005 planned = 1,900 sent + 5 dropped + 100 not recorded',
    );
    expect(firstSum([{ code: 'linesLost', lines: 3 }])).toBe(firstSum([{ code: 'noEndLine' }]));
    expect(firstSum([lostRunner])).toBe(
      '2,005 planned = 1,900 sent + 5 dropped + 60 not started + 40 not recorded',
    );
  });

  it('counts what arrivals had sent whose script threw as it was answered, and says so', () => {
    const thrown = { ...spikeResult(), totals: { ...totals, exceptions: 96 } };
    expect(countsText(thrown).at(-1)).toBe(
      'the script threw in 96 arrivals: what these had sent counts as it was answered',
    );
  });

  it('has no sum of nothing', () => {
    expect(countsText(emptyResult())[1]).toBe('0 sent = 0 without a known end');
  });
});

describe('tables', () => {
  it('show the same p99 as every other place', () => {
    const { columns, rows } = latencyTable(spikeResult());
    const p99 = columns.indexOf('p99');
    expect(rows.map((row) => row[p99])).toEqual(['398 ms', '353 ms', '3 s', '131 ms', '0.4 ms', '0.1 ms']);
  });

  it('have a row for each phase, its requests adding up', () => {
    const { columns, rows } = phaseTable(spikeResult());
    const cell = (row: readonly string[], name: string): string => row[columns.indexOf(name)]!;
    expect(rows.map((row) => cell(row, 'seconds'))).toEqual(['0:00–0:19', '0:20–0:39', '0:40–0:59']);
    expect(rows.map((row) => [cell(row, 'sent'), cell(row, 'ok'), cell(row, 'failed')])).toEqual([
      ['200', '200', 'none'],
      ['1,600', '1,330', '261 × 503, 9 × 504'],
      ['200', '200', 'none'],
    ]);
  });

  it('do not invent an error share where no request ended', () => {
    const result = spikeResult();
    const [first] = result.phases;
    const unsure = {
      ...first!,
      errorShare: null,
    };
    const { columns, rows } = phaseTable({ ...result, phases: [unsure] });
    expect(rows[0]![columns.indexOf('error share')]).toBe('unknown');
  });
});
