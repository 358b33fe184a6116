import { describe, expect, it } from 'vitest';
import { startHelper } from '../../../cli/plan/helper.ts';
import { recommend } from '../../../planner/recommend/recommend.ts';
import type { Helper } from '../../../planner/recommend/trials/lab.ts';
import { scorePiece } from '../../../planner/recommend/trials/runs.ts';
import type { PieceScore } from '../../../planner/recommend/trials/trial.ts';
import type { SharedWork } from '../../../planner/simulate/shared-work.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import { buildRequest, spikeOf } from '../../planner/recommend/builders.ts';

const load = spikeOf({ baseline: 4, peak: 20, baselineSeconds: 15, holdSeconds: 30, recoverySeconds: 15 });
const request = buildRequest({}, { load, draws: 20 });
const alone = JSON.stringify(recommend(request));

/**
 * A helper in this thread that takes a third of the pieces and does one of them now and then, by chance. It says how often it was
 * asked, and can stop answering.
 */
const erraticHelper = (answersMost = Number.POSITIVE_INFINITY) => {
  const random = createRandom(1, 1);
  let asked = 0;
  const helper: Helper = {
    share: (pieces) => {
      asked++;
      const isSilent = asked > answersMost;
      const taken = pieces.slice(-Math.ceil(pieces.length / 3)).toReversed();
      let left = pieces.length - taken.length;
      const done: PieceScore[] = [];
      const doOne = () => {
        if (!isSilent && done.length < taken.length) done.push(scorePiece(taken[done.length]!));
      };
      return {
        claimNext: () => left-- > 0,
        fromEnd: () => {
          if (random() < 0.5) doOne();
          return done;
        },
        waitForMore: () => {
          doOne();
          return !isSilent;
        },
      };
    },
  };
  return { helper, asked: () => asked };
};

describe('a plan with a helper', () => {
  it('is the same, byte for byte, as without one', () => {
    const { helper, asked } = erraticHelper();
    expect(JSON.stringify(recommend({ ...request, helper }))).toBe(alone);
    expect(asked()).toBeGreaterThan(50);
  });

  it('is the same when the helper falls silent on the way', () => {
    const { helper } = erraticHelper(20);
    expect(JSON.stringify(recommend({ ...request, helper }))).toBe(alone);
  });

  it('is the same with a helper on a thread of its own, which does a good part of the work', () => {
    const real = startHelper({ processors: 2, onLost: expect.unreachable })!;
    let asked = 0;
    const lists: SharedWork<PieceScore>[] = [];
    const helper: Helper = {
      share: (pieces, isAwaited) => {
        const shared = real.share(pieces, isAwaited)!;
        asked += pieces.length;
        lists.push(shared);
        // On a busy machine this thread might take nearly all of them before the other one runs.
        let left = Math.floor(pieces.length / 2);
        return { ...shared, claimNext: () => left-- > 0 && shared.claimNext() };
      },
    };
    real.whenAwake();
    expect(JSON.stringify(recommend({ ...request, helper }))).toBe(alone);
    const done = lists.reduce((sum, { fromEnd }) => sum + fromEnd().length, 0);
    expect(done / asked).toBeGreaterThan(0.2);
  });

  it('has none on a machine with one processor', () => {
    expect(startHelper({ processors: 1, onLost: expect.unreachable })).toBeUndefined();
  });
});
