import { describe, expect, it } from 'vitest';
import { badSecondsText, judgementOf, noCauseText, unfinishedText } from '../../reports/verdict.ts';
import { spikeResult } from '../builders/result.ts';
import { emptyResult, interruptedResult, unansweredResult } from '../builders/result-variants.ts';
import { spikeRun } from '../builders/spike-run.ts';

const result = spikeResult();

describe('judgementOf', () => {
  it('has a word, a shape and a tone of its own for each answer', () => {
    const answers = [true, false, null].map(judgementOf);
    for (const part of ['word', 'symbol', 'tone'] as const) {
      expect(new Set(answers.map((answer) => answer[part])).size).toBe(3);
    }
  });
});

describe('badSecondsText', () => {
  const withBad = (badSeconds: { fromSecond: number; toSecond: number }[], badSecondsCount: number) =>
    badSecondsText({ ...result, verdict: { ...result.verdict, badSeconds, badSecondsCount } });

  it('says how many and when', () => {
    expect(withBad([{ fromSecond: 21, toSecond: 30 }], 10)).toBe(
      '10 of 60 seconds over the error limit: 0:21–0:30',
    );
    expect(withBad([], 0)).toBe('none of 60 seconds over the error limit');
  });

  it('names the first five of many stretches', () => {
    const many = Array.from({ length: 8 }, (_, i) => ({ fromSecond: 2 * i, toSecond: 2 * i }));
    expect(withBad(many, 8)).toBe(
      '8 of 60 seconds over the error limit: 0:00, 0:02, 0:04, 0:06, 0:08 and 3 more',
    );
  });

  it('says so when nothing was recorded', () => {
    expect(badSecondsText(emptyResult())).toBe('no second was recorded');
  });
});

describe('unfinishedText', () => {
  it('is silent about a run that reached its end', () => {
    expect(unfinishedText(result)).toBeUndefined();
  });

  it.each([
    ['interrupted', 'Interrupted'],
    ['failed', 'Failed'],
    ['running', 'Unfinished'],
  ] as const)('marks a run that is %s', (status, word) => {
    expect(unfinishedText({ ...result, run: { ...spikeRun, status } })).toMatch(new RegExp(`^${word}: `));
  });

  it('marks a run that was stopped, with the reason and how far it came', () => {
    const stopped = { by: 'autoStop', reason: '95 % errors over 10 s', atMs: 0 } as const;
    expect(unfinishedText({ ...interruptedResult(), run: { ...spikeRun, stopped } })).toBe(
      'Stopped early: 95 % errors over 10 s. This report covers 0:41 of the planned 1:00.',
    );
  });
});

describe('noCauseText', () => {
  it('does not claim success where nothing was heard', () => {
    expect(noCauseText(emptyResult())).toContain('No request was sent');
    expect(noCauseText(unansweredResult())).toContain('some have no known end');
    expect(noCauseText(result)).toContain('no cause could be named');
    expect(noCauseText({ ...result, totals: { ...result.totals, outcomes: { '200': 2000 } } })).toBe(
      'No request failed.',
    );
  });
});
