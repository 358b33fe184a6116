import { levelCosting, levelShareOf } from '../trials/costs.ts';
import type { Lab } from '../trials/lab.ts';
import type { Tries } from '../trials/tries.ts';
import type { Row } from './rows.ts';

type Affordable = {
  /** The draw in which costs are looked at. */
  readonly draw: number;
  /** What a candidate may cost there. */
  readonly costMost: number;
};

const upTo = ({ counts, candidateAt }: Row, last: number): Row => ({
  counts: counts.slice(0, last + 1),
  candidateAt,
});

/** The last index up to `from` whose candidate is not too dear at the levels alone: more replicas cost more. */
function* lastAffordable(
  lab: Lab,
  row: Row,
  { from, draw, costMost }: Affordable & { readonly from: number },
): Tries<number> {
  const costAt = function* (at: number): Tries<number> {
    const [cost] = yield* levelCosting(lab, [row.candidateAt(row.counts[at]!)], [draw]);
    return cost!;
  };
  if (from < 0 || (yield* costAt(from)) <= costMost) return from;
  if (from === 0 || (yield* costAt(0)) > costMost) return -1;
  let [cheap, dear] = [0, from];
  while (dear - cheap > 1) {
    const middle = (cheap + dear) >> 1;
    if ((yield* costAt(middle)) <= costMost) cheap = middle;
    else dear = middle;
  }
  return cheap;
}

/**
 * The part of each row that may be cheap enough, by what stands at the levels of the mix: whether the rest holds decides
 * nothing. Rows of which nothing is left are dropped.
 */
export function* affordableIn(lab: Lab, rows: readonly Row[], asked: Affordable): Tries<Row[]> {
  const levelShare = levelShareOf(lab);
  if (levelShare === 0) return [...rows];
  const countMost = asked.costMost / levelShare;
  const left: Row[] = [];
  for (const row of rows) {
    const from = row.counts.findLastIndex((count) => count <= countMost);
    left.push(upTo(row, yield* lastAffordable(lab, row, { ...asked, from })));
  }
  return left.filter(({ counts }) => counts.length > 0);
}
