import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearestOf } from '../../errors/nearest.ts';

describe('editDistance', () => {
  it('counts the edits of textbook pairs', () => {
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('flaw', 'lawn')).toBe(2);
  });

  it('counts an exchange of two neighbours once, also where more stands between them in the end', () => {
    expect(editDistance('mraget', 'marget')).toBe(1);
    expect(editDistance('ca', 'abc')).toBe(2);
    expect(editDistance('a cat', 'an act')).toBe(2);
  });

  it('is a metric: zero for equals, symmetric, never above a detour', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(editDistance(a, a)).toBe(0);
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
    );
  });
});

describe('nearestOf', () => {
  it('finds the word that a typo meant, and none when nothing is close', () => {
    expect(nearestOf('tagret', ['load', 'target'])).toBe('target');
    expect(nearestOf('zzzzzzzz', ['load', 'target'])).toBeUndefined();
  });

  it('takes the one that begins alike of words that are as close', () => {
    expect(nearestOf('mraget', ['budget', 'margin'])).toBe('margin');
  });
});
