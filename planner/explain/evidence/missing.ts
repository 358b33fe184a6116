import type { Part } from './part.ts';
import { isAlive, podAt } from './pods.ts';
import { type Hindrance, hindranceOf, isNotMade } from './starts.ts';
import type { View } from './view.ts';

/** Replicas that are wanted and don't serve, by what keeps them. */
export type Missing = Readonly<Record<Hindrance, number>> & { readonly total: number };

const none: Readonly<Record<Hindrance, number>> = {
  noNode: 0,
  image: 0,
  failing: 0,
  lost: 0,
  replacing: 0,
  stuck: 0,
  starting: 0,
};

/** A pod that is seen not ready in between two states may serve again at the end of the second. */
const hindrancesIn = (view: View, atSecond: number): Hindrance[] =>
  view.starts.tracks.flatMap((track) => hindranceOf(track, atSecond, view.starts) ?? []);

const countsAt = (view: View, second: number, atSecond: number): Missing => {
  const { desired, ready } = view.recorded.timeline.cluster;
  const counts = { ...none };
  for (const hindrance of hindrancesIn(view, atSecond)) counts[hindrance] += 1;
  const alive = view.starts.tracks.filter((track) => isAlive(podAt(track, atSecond))).length;
  const [wanted, serving] = [desired[second] ?? null, ready[second] ?? null];
  const there = view.starts.tracks.length > 0 ? alive : (serving ?? wanted ?? 0);
  const unmade = wanted === null ? 0 : Math.max(0, wanted - there);
  const mayNot = view.events.some((event) => event.second <= atSecond && isNotMade(event.line));
  counts[mayNot ? 'noNode' : 'starting'] += unmade;
  return { ...counts, total: Object.values(counts).reduce((sum, n) => sum + n, 0) };
};

/** A moment before the next second begins. */
const almostSecond = 0.999;

/**
 * What was missing while a part failed: at the end of its second, or at its start where all was there again at the end. Pods
 * tell; replicas that are wanted and have no pod yet are starting, unless their owner says that it may not make them.
 */
export const missingIn = ({ second }: Part, view: View): Missing => {
  const atEnd = countsAt(view, second, second + almostSecond);
  return atEnd.total > 0 || second === 0 ? atEnd : countsAt(view, second - 1, second);
};

/** The share of what was missing that one hindrance is responsible for; 0 where nothing was missing. */
export const shareOf = (missing: Missing, ...hindrances: readonly Hindrance[]): number =>
  missing.total === 0 ? 0 : hindrances.reduce((sum, one) => sum + missing[one], 0) / missing.total;
