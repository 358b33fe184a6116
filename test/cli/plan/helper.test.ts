import { describe, expect, it } from 'vitest';
import { startHelper } from '../../../cli/plan/helper.ts';
import { recommend } from '../../../planner/recommend/recommend.ts';
import { type Helper, type LabOptions, openLab, runWorld } from '../../../planner/recommend/trials/lab.ts';
import { buildRequest } from '../../planner/recommend/builders.ts';

const request = buildRequest({}, { draws: 20 });
const alone = JSON.stringify(recommend(request));

/** A helper in this thread, which says how often it was asked and can stop answering. */
const countingHelper = (answersMost = Number.POSITIVE_INFINITY) => {
  const asked: number[] = [];
  const labs = new Map<LabOptions, ReturnType<typeof openLab>>();
  const helper: Helper = {
    begin: (options, draw, candidates) => {
      asked.push(draw);
      const lab = labs.get(options) ?? openLab(options);
      labs.set(options, lab);
      return () => (asked.length > answersMost ? null : runWorld(lab, draw, candidates));
    },
  };
  return { helper, asked };
};

describe('a plan with a helper', () => {
  it('is the same, byte for byte, as without one', () => {
    const { helper, asked } = countingHelper();
    expect(JSON.stringify(recommend({ ...request, helper }))).toBe(alone);
    expect(asked.length).toBeGreaterThan(50);
  });

  it('is the same when the helper falls silent on the way', () => {
    const { helper } = countingHelper(20);
    expect(JSON.stringify(recommend({ ...request, helper }))).toBe(alone);
  });

  it('is the same with a helper on a thread of its own, which does a good part of the work', () => {
    const real = startHelper(2)!;
    let answered = 0;
    const helper: Helper = {
      begin: (...asked) => {
        const runs = real.begin(...asked);
        return (
          runs &&
          (() => {
            answered++;
            return runs();
          })
        );
      },
    };
    real.whenAwake();
    expect(JSON.stringify(recommend({ ...request, helper }))).toBe(alone);
    expect(answered).toBeGreaterThan(50);
  });

  it('has none on a machine with one processor', () => {
    expect(startHelper(1)).toBeUndefined();
  });
});
