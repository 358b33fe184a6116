import type { DecisionRow } from '../../../runs/schema/result/decisions.ts';
import { isNear } from './judge-look.ts';
import type { Looks } from './looks.ts';

/** A replay that is off for one look only may have seen the load a moment early or late. */
const missedLooksMin = { seen: 2, assumed: 3 } as const;

/** How far the metrics asked away from what is wanted. */
const distanceOf = ({ asked, to }: DecisionRow): number => (asked === null ? 0 : Math.abs(asked - to));

/** Whether more or fewer replicas were asked for. */
const directionOf = ({ asked, to }: DecisionRow): number => (asked === null ? 0 : Math.sign(asked - to));

const isSame = (a: DecisionRow, b: DecisionRow): boolean =>
  a.from === a.to &&
  b.from === b.to &&
  a.kind === b.kind &&
  directionOf(a) === directionOf(b) &&
  a.from === b.from &&
  a.reason === b.reason &&
  a.reasonFrom === b.reasonFrom;

const joined = (a: DecisionRow, b: DecisionRow): DecisionRow => {
  const most = distanceOf(b) >= distanceOf(a) ? b : a;
  return { ...most, fromSecond: a.fromSecond, toSecond: b.toSecond, looks: a.looks + b.looks };
};

/** Looks that came out the same as one row; of one that changed nothing, the look at which most was asked for. */
export const mergeRows = (rows: readonly DecisionRow[]): DecisionRow[] => {
  const merged: DecisionRow[] = [];
  for (const row of rows) {
    const last = merged.at(-1);
    if (last !== undefined && isSame(last, row)) merged[merged.length - 1] = joined(last, row);
    else merged.push(row);
  }
  return merged;
};

/**
 * Whether a row is more than a replay that is a little off: it says a few times, and clearly, that a decision did not come.
 * Where the looks of the autoscaler left traces, it is seen better.
 */
export const isClear = ({ kind, looks, asked, to }: DecisionRow, looksFrom: Looks['from']): boolean =>
  kind !== 'missing' || (looks >= missedLooksMin[looksFrom] && asked !== null && !isNear(asked, to));
