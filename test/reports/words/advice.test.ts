import { describe, expect, it } from 'vitest';
import { chanceText, recommendedChange } from '../../../reports/words/plan/advice.ts';
import { refusalText } from '../../../reports/words/plan/refusal.ts';
import type { Note } from '../../../runs/schema/plan/notes.ts';
import { spikeAdvice, spikeRefusal } from '../../builders/planned-report.ts';

describe('the words of an advice', () => {
  it('name every knob that moves, and no other', () => {
    expect(recommendedChange(spikeAdvice())).toBe(
      'Set the minimum of replicas to 10 (now 4) and the target utilization to 80 % (now 70 %)',
    );
  });

  it('say so when nothing is to be changed', () => {
    const { compared, settings } = spikeAdvice();
    const current = { ...compared.current, settings };
    expect(recommendedChange(spikeAdvice({ compared: { ...compared, current } }))).toBe(
      'Keep the settings as they are',
    );
  });

  it('set the chance against the one that was asked for', () => {
    expect(chanceText(spikeAdvice())).toBe(
      'In simulation the chance that a run meets the SLO, with the margin, is 97 % (95 % interval 94 % to 100 %); 95 % was asked for. Without the margin it is 98 %.',
    );
  });

  it('never sell the least regret as a solution', () => {
    expect(chanceText(spikeAdvice({ basis: 'leastRegret' }))).toMatch(
      /^Nothing that was tried meets the SLO with the asked chance of 95 %, so this is not a recommendation\./,
    );
  });

  it('call nothing an advice that misses the SLO', () => {
    expect(recommendedChange(spikeAdvice({ basis: 'leastRegret' }))).toBe(
      'No settings that were tried meet the SLO',
    );
  });

  it.each<[Note, string]>([
    [{ code: 'budgetTooSmall', replicas: 8, needed: 14 }, 'within the budget of 8 replicas'],
    [{ code: 'peakDoesNotFit', replicas: 1, needed: 14, missing: ['cpu'] }, 'on nodes that hold 1 replica'],
  ])('name what kept the plan from more replicas: %j', (note, words) => {
    expect(recommendedChange(spikeAdvice({ basis: 'leastRegret', warnings: [note] }))).toBe(
      `No settings that were tried ${words} meet the SLO`,
    );
  });

  it('say what is missing and what to run next when there is none', () => {
    expect(refusalText(spikeRefusal)).toBe(
      "The data can't carry one: it needs 30 requests whose service time is known (has 4). Run next: headroom test with a soak of at least 60 s at a rate that ends without errors: requests that do not queue show the service time.",
    );
  });
});
