import { describe, expect, it } from 'vitest';
import { predictionRows } from '../../../reports/plan/outlook.ts';
import { aboveMinimumText, costText } from '../../../reports/words/plan/cost.ts';
import { keyFacts } from '../../../reports/words/plan/key-facts.ts';
import { pricedAdvice, spikeAdvice } from '../../builders/planned-report.ts';

describe('the cost of an advice, in words', () => {
  it('is an average, beside that of today', () => {
    expect(costText(spikeAdvice())).toBe('average 10.5 replicas, 7.5 today (spike 1 % of time, else 5/s)');
  });

  it('is a price of an hour and of a month where a replica has one, for the advice and for today', () => {
    const advice = pricedAdvice(0.5);
    const price = (inUse: string) => `; 5.25 an hour and 3,830 a month of 730 hours, ${inUse} 3.75 and 2,740`;
    expect(costText(advice)).toBe(
      `average 10.5 replicas, 7.5 today${price('today')} (spike 1 % of time, else 5/s)`,
    );
    expect(keyFacts(advice)[1]?.basis).toBe(`on average: spike 1 % of time, else 5/s${price('now')}`);
    expect(predictionRows(advice).filter(([name]) => name.startsWith('price'))).toEqual([
      ['price per hour', '5.25 (5.2 to 5.3)'],
      ['price per month', '3,830 (3,800 to 3,870)'],
    ]);
  });

  it('names no price where none was given', () => {
    expect(predictionRows(spikeAdvice()).flat().join()).not.toContain('price');
  });

  it('says why more replicas run today than the minimum, and is silent where the minimum sets them', () => {
    expect(aboveMinimumText(spikeAdvice())).toBe(
      'The minimum in use is 4; the autoscaler adds replicas as the load needs them, so that 7.5 run on average.',
    );
    const { compared } = spikeAdvice();
    const { settings, prediction } = compared.current;
    const takes = (meanReplicas: number) =>
      aboveMinimumText(
        spikeAdvice({
          compared: {
            ...compared,
            current: { settings, prediction: { ...prediction, cost: { ...prediction.cost, meanReplicas } } },
          },
        }),
      );
    expect(takes(4.2)).toBeUndefined();
    expect(takes(4.5)).toContain('so that 4.5 run on average');
  });
});
