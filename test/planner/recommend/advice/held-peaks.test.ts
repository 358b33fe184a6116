import { array, assert, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  lastHolding as holdingSearch,
  leastHeld as leastSearch,
  type Search,
} from '../../../../planner/recommend/advice/held-peaks.ts';

const last = 99;

/** Answers a search's questions until it has found what it looks for. */
const answered = <Question, Found>(
  search: Search<Question, Found>,
  answerAll: (questions: readonly Question[]) => readonly boolean[],
): Found => {
  let turn = search.next();
  while (!turn.done) turn = search.next(answerAll(turn.value));
  return turn.value;
};

const lastHolding = (holds: (at: number) => boolean, range: Parameters<typeof holdingSearch>[0]): number =>
  answered(holdingSearch(range), (looks) => looks.map(holds));

const leastHeld = (
  draws: readonly number[],
  holds: (draw: number, at: number) => boolean,
  options: Parameters<typeof leastSearch>[1],
): number[] => answered(leastSearch(draws, options), (looks) => looks.map(({ draw, at }) => holds(draw, at)));

const steps = integer({ min: -1, max: last });

describe('the last step that holds', () => {
  it('is found from any guess', () => {
    assert(
      property(steps, integer({ min: 0, max: last }), (held, guess) => {
        expect(lastHolding((at) => at <= held, { guess, last })).toBe(held);
      }),
    );
  });

  it('takes few looks where the guess is near, and no step twice', () => {
    const looked: number[] = [];
    const holds = (at: number): boolean => {
      looked.push(at);
      return at <= 50;
    };
    lastHolding(holds, { guess: 50, last });
    expect(looked).toEqual([50, 51]);
    looked.length = 0;
    lastHolding(holds, { guess: 90, last });
    expect(new Set(looked).size).toBe(looked.length);
    expect(looked.length).toBeLessThan(13);
  });
});

describe('the least of what the draws hold', () => {
  it('are exact, and the others are known to hold no less', () => {
    const tasks = record({
      held: array(steps, { minLength: 1, maxLength: 30 }),
      least: integer({ min: 1, max: 8 }),
    });
    assert(
      property(tasks, ({ held, least }) => {
        const draws = held.map((_, draw) => draw);
        const found = leastHeld(draws, (draw, at) => at <= held[draw]!, { least, guess: 40, last });
        const ascending = (values: readonly number[]) => values.toSorted((a, b) => a - b);
        expect(ascending(found).slice(0, least)).toEqual(ascending(held).slice(0, least));
        expect(found.every((value, draw) => value <= held[draw]!)).toBe(true);
      }),
    );
  });

  it('cost one look at each draw that holds more', () => {
    let looks = 0;
    const holds = (draw: number, at: number): boolean => {
      looks++;
      return at <= 20 + draw;
    };
    leastHeld(
      Array.from({ length: 40 }, (_, draw) => draw),
      holds,
      { least: 1, guess: 20, last },
    );
    expect(looks).toBe(2 + 39);
  });
});
