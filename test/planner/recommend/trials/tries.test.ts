import { describe, expect, it } from 'vitest';
import { candidateOf } from '../../../../planner/recommend/trials/candidates.ts';
import { type Helper, type Lab, openLab, type Piece } from '../../../../planner/recommend/trials/lab.ts';
import { scorePiece } from '../../../../planner/recommend/trials/runs.ts';
import type { PieceScore } from '../../../../planner/recommend/trials/trial.ts';
import { begin, foundBy, type Tries } from '../../../../planner/recommend/trials/tries.ts';
import { tryAll, tryingAll } from '../../../../planner/recommend/trials/try-all.ts';
import { foreseeingAsPlanned, tryAsPlanned } from '../../../../planner/recommend/trials/try-as-planned.ts';
import { buildLabOptions } from '../builders.ts';

const options = buildLabOptions();
const inUse = candidateOf(options.current, 30);
const withMinimum = (minReplicas: number) => ({ ...inUse, minReplicas });

/** Takes all that is awaited, and none of the rest; says what was shared. */
const takesWhatIsAwaited = () => {
  const shared: { readonly pieces: readonly Piece[]; readonly isAwaited: boolean }[] = [];
  const helper: Helper = {
    share: (pieces, isAwaited) => {
      shared.push({ pieces, isAwaited });
      let left = isAwaited ? 0 : pieces.length;
      const done: PieceScore[] = [];
      return {
        claimNext: () => left-- > 0,
        fromEnd: () => done,
        waitForMore: () => {
          done.push(...pieces.toReversed().map(scorePiece));
          return true;
        },
      };
    },
  };
  return { helper, shared };
};

/** Takes all pieces. What it did of any list comes all at once, when somebody looks for the n-th time, or waits. */
const answersAtLook = (n: number): Helper => {
  const lists: { readonly pieces: readonly Piece[]; readonly done: PieceScore[] }[] = [];
  const isOpen = (): boolean => lists.some(({ pieces, done }) => done.length < pieces.length);
  const answerAll = (): void => {
    for (const { pieces, done } of lists)
      if (done.length === 0) done.push(...pieces.toReversed().map(scorePiece));
  };
  let looks = 0;
  return {
    share: (pieces) => {
      const done: PieceScore[] = [];
      lists.push({ pieces, done });
      return {
        claimNext: () => false,
        fromEnd: () => {
          looks++;
          if (looks === n) answerAll();
          return done;
        },
        waitForMore: () => {
          if (!isOpen()) throw new Error('waits, but all has come');
          answerAll();
          return true;
        },
      };
    },
  };
};

const inBooks = ({ trials }: Lab): number =>
  [...trials.values()].reduce((sum, { runs }) => sum + runs.size, 0);

describe('tries that are begun', () => {
  it('are done while the helper has all that is awaited', () => {
    const { helper, shared } = takesWhatIsAwaited();
    const lab = openLab({ ...options, helper });
    const other = openLab({ ...options, helper, lagTimes: 2 }, lab.state);
    const begun = begin(lab.state, tryingAll(other, [withMinimum(4)], { draws: [0, 1] }));
    expect(inBooks(other)).toBe(0);
    tryAll(lab, [withMinimum(4)], { draws: [0] });
    expect(inBooks(other)).toBe(2);
    expect(begun()).toHaveLength(1);
    expect(shared.map(({ isAwaited }) => isAwaited)).toEqual([false, true]);
    expect(lab.state.underWay.size).toBe(0);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('are not waited for when all has come, here at look %i', (n) => {
    const helper = answersAtLook(n);
    const lab = openLab({ ...options, helper });
    const others = [2, 3].map((lagTimes) => openLab({ ...options, helper, lagTimes }, lab.state));
    const begun = [lab, ...others].map((each) =>
      begin(lab.state, tryingAll(each, [withMinimum(4)], { draws: [0] })),
    );
    expect(begun.map((end) => end()[0]!.runs.size)).toEqual([1, 1, 1]);
  });

  it('wait until they are ended where nobody helps, and find the same', () => {
    const lab = openLab(options);
    const begun = begin(lab.state, tryingAll(lab, [withMinimum(4)], { draws: [0, 1] }));
    tryAll(lab, [withMinimum(5)], { draws: [0] });
    expect(inBooks(lab)).toBe(1);
    const alone = openLab(options);
    const [trial] = tryAll(alone, [withMinimum(4)], { draws: [0, 1] });
    expect([...begun()[0]!.runs]).toEqual([...trial!.runs]);
  });

  it('count what two of them ask for once', () => {
    const lab = openLab(options);
    const twice = [0, 1].map(() => begin(lab.state, foreseeingAsPlanned(lab, [withMinimum(4)], [0])));
    for (const end of twice) end();
    const once = openLab(options);
    tryAsPlanned(once, [withMinimum(4)], [0]);
    expect(lab.state.spentRequests).toBe(once.state.spentRequests);
    // Foreseen is not in the books.
    expect(inBooks(lab)).toBe(0);
  });

  it('a question that needs no run is answered at once', () => {
    // biome-ignore lint/correctness/useYield: it needs no runs
    function* atOnce(): Tries<number> {
      return 3;
    }
    expect(foundBy(openLab(options).state, atOnce())).toBe(3);
  });
});
