import { describe, expect, it } from 'vitest';
import { pageFormulaText } from '../../../reports/words/plan/page-formula.ts';
import type { PageFormula } from '../../../runs/schema/result.ts';
import { spikeResult } from '../../builders/result.ts';

const textOf = (change: Partial<PageFormula> = {}) =>
  pageFormulaText({ ...(spikeResult().pageFormula as PageFormula), ...change });

describe('pageFormulaText', () => {
  it.each([
    ['more than the minimum', {}, 'Raise the minimum from 4 to 12 replicas (+8)'],
    [
      'more than the maximum',
      { currentMaxReplicas: 10 },
      'Raise the minimum from 4 to 12 replicas (+8), and the maximum from 10 to 12',
    ],
    [
      'a maximum of 0, which is none',
      { currentMaxReplicas: 0 },
      'Raise the minimum from 4 to 12 replicas (+8)',
    ],
    ['a fixed number', { currentMaxReplicas: 4 }, 'Raise the number of replicas from 4 to 12 (+8)'],
    ['enough already', { currentMinReplicas: 20 }, 'Keep the minimum at 20 replicas: 12 would do'],
    [
      'unknown settings',
      { currentMinReplicas: null, currentMaxReplicas: null },
      'Keep 12 replicas ready before the peak',
    ],
  ])('says what to change, and by how much: %s', (_, change, text) => {
    expect(textOf(change).change).toBe(text);
  });

  it.each([
    [undefined, ', now 4;'],
    [4, ', now 4;'],
    [13, ', now 4 by the settings, 13 ran when the load began;'],
  ])('says what ran where that was more than the minimum: %s', (ranAtStart, text) => {
    expect(pageFormulaText(spikeResult().pageFormula, ranAtStart).basis).toContain(text);
  });

  it('says where each input comes from', () => {
    expect(textOf({ serviceFrom: 'latency' }).inputs).toContainEqual([
      'service time',
      '100 ms (measured, latency of successful requests: includes waiting, so it is too high)',
    ]);
  });

  it('says that it may ask for too many where answers may have waited', () => {
    const tooMany = /waited, so it may ask for too many\.$/;
    expect(textOf({ serviceFrom: 'latency' }).basis).toMatch(tooMany);
    expect(textOf({ serviceFrom: 'unqueuedLatency' }).basis).not.toMatch(tooMany);
  });

  it('says what is missing when there is no number', () => {
    expect(pageFormulaText({ kind: 'notEnoughData', what: 'successfulRequests', need: 1, have: 0 })).toEqual({
      change: 'No number yet: needs at least 1 successful request, has none',
      basis: '',
      inputs: [],
    });
  });
});
