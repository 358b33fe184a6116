import { describe, expect, it } from 'vitest';
import { aboveMinimumText, costText } from '../../../reports/words/cost.ts';
import { spikeAdvice } from '../../builders/planned-report.ts';

describe('the cost of an advice, in words', () => {
  it('is an average, beside that of today', () => {
    expect(costText(spikeAdvice())).toBe('average 10.5 replicas, 7.5 today (spike 1 % of time, else 5/s)');
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
