import { describe, expect, it } from 'vitest';
import { loadFaultsText, notAsPlannedText } from '../../../reports/words/run/load-as-planned.ts';
import type { LoadFault } from '../../../runs/schema/result/load-as-planned.ts';
import type { Result } from '../../../runs/schema/result.ts';
import { spikeResult } from '../../builders/result.ts';

const notAllSent: LoadFault = { code: 'notAllSent', planned: 100, sent: 40 };
const notBegun: LoadFault = { code: 'phaseNotBegun', phases: ['recovery'] };
const endedEarly: LoadFault = { code: 'endedEarly', by: 'tool', reason: null };

describe('the reasons why a load is not the planned one', () => {
  it('say what was sent of a load whose generator has told its end', () => {
    expect(loadFaultsText([endedEarly, notBegun, notAllSent])).toBe(
      'the load ended early; nothing was sent in recovery; 40 of 100 planned arrivals were sent',
    );
  });

  it('claim no more than the recording of a load whose generator may still run', () => {
    expect(loadFaultsText([endedEarly, notBegun, notAllSent, { code: 'noEndLine' }])).toBe(
      'the recording ends before the plan; nothing is recorded of recovery; 40 of 100 planned arrivals are recorded as sent; the load generator has not said that it ended: its last seconds may be missing',
    );
  });

  it('say which data was lost, and what that means for the counts', () => {
    expect(
      loadFaultsText([{ code: 'dataLost', unreadableLines: 2, lostReasons: ['a window is missing'] }]),
    ).toBe('data was lost (a window is missing; 2 unreadable lines), so counts are a lower bound');
  });

  it('say whose clocks are apart', () => {
    expect(
      loadFaultsText([{ code: 'runnersApart', ahead: 'runner-2', behind: 'runner-0', apartMs: 5012.4 }]),
    ).toBe('the clock of runner-2 is 5.01 s ahead of that of runner-0, so they did not begin together');
  });

  it('say once why a runner was lost', () => {
    const failure = {
      code: 'k6',
      exitCode: null,
      signal: 'SIGKILL',
      killed: null,
      lastWords: '',
    } as const;
    const losses = [{ runner: 'runner-0', failure }];
    const text = loadFaultsText([
      { ...endedEarly, reason: { code: 'runnersLost', losses } },
      {
        code: 'runnerIncomplete',
        runner: 'runner-0',
        reason: 'lost',
        failure,
        linesMissing: 0,
        missing: { arrivals: 30, fromSecond: 14, toSecond: 36 },
      },
      notAllSent,
    ]);
    expect(text.match(/k6 was killed/g)).toHaveLength(1);
    expect(text).toContain('; runner-0 is not known whole; 30 arrivals of its share are not recorded');
    expect(text).toContain('40 of 100 planned arrivals are recorded as sent');
  });
});

it('names which of several runners was late, where the load was late or stood still', () => {
  const result = spikeResult();
  const textOf = (late: { runner: string; arrivals: number }[], fault: LoadFault) => {
    const runners: Result['health'][number] = {
      check: 'runners',
      status: 'warning',
      runners: 3,
      incomplete: [],
      throttled: [],
      late,
      cpuPressureSeconds: null,
      cuts: 0,
    };
    const loadAsPlanned = { ...result.loadAsPlanned, faults: [fault] };
    return notAsPlannedText({ ...result, loadAsPlanned, health: [...result.health, runners] });
  };
  const stalled: LoadFault = { code: 'generatorStalled', stalledMs: 8930, longestMs: 8930 };
  const late = [{ runner: 'runner-1', arrivals: 45 }];
  expect(textOf(late, stalled)).toContain('(longest: 8.93 s). Late: runner-1 (45 arrivals).');
  expect(textOf([], stalled)).not.toContain('Late:');
  expect(textOf(late, notAllSent)).not.toContain('Late:');
});
