import { describe, expect, it } from 'vitest';
import { startHelper } from '../../../cli/plan/helper.ts';
import { recommend } from '../../../planner/recommend/recommend.ts';
import type { Helper } from '../../../planner/recommend/trials/lab.ts';
import { scorePiece } from '../../../planner/recommend/trials/runs.ts';
import { buildRequest } from '../../planner/recommend/builders.ts';

const request = buildRequest({}, { draws: 20 });
const alone = JSON.stringify(recommend(request));

/** A helper in this thread that takes every third piece, which says how often it was asked and can stop answering. */
const countingHelper = (answersMost = Number.POSITIVE_INFINITY) => {
  let asked = 0;
  const helper: Helper = {
    share: (pieces) => {
      asked++;
      const isSilent = asked > answersMost;
      const taken = Math.ceil(pieces.length / 3);
      let left = pieces.length - taken;
      return {
        takesNext: () => left-- > 0,
        resultsFromEnd: () => (isSilent ? [] : pieces.slice(-taken).toReversed().map(scorePiece)),
      };
    },
  };
  return { helper, asked: () => asked };
};

describe('a plan with a helper', () => {
  it('is the same, byte for byte, as without one', () => {
    const { helper, asked } = countingHelper();
    expect(JSON.stringify(recommend({ ...request, helper }))).toBe(alone);
    expect(asked()).toBeGreaterThan(50);
  });

  it('is the same when the helper falls silent on the way', () => {
    const { helper } = countingHelper(20);
    expect(JSON.stringify(recommend({ ...request, helper }))).toBe(alone);
  });

  it('is the same with a helper on a thread of its own, which does a good part of the work', () => {
    const real = startHelper(2)!;
    let [asked, done] = [0, 0];
    const helper: Helper = {
      share: (pieces) => {
        const shared = real.share(pieces);
        asked += pieces.length;
        return (
          shared && {
            ...shared,
            resultsFromEnd: () => {
              const scores = shared.resultsFromEnd();
              done += scores.length;
              return scores;
            },
          }
        );
      },
    };
    real.whenAwake();
    expect(JSON.stringify(recommend({ ...request, helper }))).toBe(alone);
    expect(done / asked).toBeGreaterThan(0.2);
  });

  it('has none on a machine with one processor', () => {
    expect(startHelper(1)).toBeUndefined();
  });
});
