import { firstPlace } from '../../stats/first-place.ts';
import { firstSeenSecond, isAlive, podAt } from './pods.ts';
import { type Hindrance, hindranceOf, isMissedForEnded } from './starts.ts';
import type { View } from './view.ts';

/**
 * For which share of some time wanted replicas did not serve, by what kept them from it. `nothing`: all of them served. The
 * shares add up to 1.
 */
export type Missing = Readonly<Record<Hindrance | 'nothing', number>>;

const none: Missing = {
  noNode: 0,
  image: 0,
  failing: 0,
  lost: 0,
  replacing: 0,
  unready: 0,
  starting: 0,
  nothing: 0,
};

/** A pod that is seen so soon after it was wanted was about to be made. */
const aboutToSeconds = 2;
/** By then the scheduler has said whether a new pod has a node. */
const placedWithinSeconds = 1;

/** What keeps pods that were first seen right after a moment: they were wanted at that moment already. */
const soonAfter = ({ starts }: View, atSecond: number): Hindrance[] => {
  const { tracks } = starts;
  const madeAfter = (second: number): number =>
    firstPlace(tracks.length, (place) => firstSeenSecond(tracks[place]!) > second);
  return tracks
    .slice(madeAfter(atSecond), madeAfter(atSecond + aboutToSeconds))
    .flatMap((track) => hindranceOf(track, firstSeenSecond(track) + placedWithinSeconds, starts) ?? []);
};

/**
 * What kept the replicas that were missing at a moment, one entry for each. The pod of a replica tells. A replica without a pod
 * is kept by what keeps the pods that come next, else it is starting. Where its owner says that it may not make more pods, it
 * has no room.
 */
const hindrancesAt = (view: View, atSecond: number): Hindrance[] => {
  const around = view.podsAround(atSecond);
  const found = around.flatMap((track) => hindranceOf(track, atSecond, view.starts) ?? []);
  const { desired, ready } = view.replicasAt(atSecond);
  const alive = around.filter((track) => isAlive(podAt(track, atSecond))).length;
  const there = view.starts.tracks.length > 0 ? alive : (ready ?? desired ?? 0);
  const unmade = desired === null ? 0 : Math.max(0, desired - there);
  if (unmade === 0) return found;
  const mayNot = view.notMadeSince <= atSecond;
  const unmadeBy = isMissedForEnded(atSecond, view.starts) ? 'replacing' : 'starting';
  const coming = soonAfter(view, atSecond).slice(0, unmade);
  return [
    ...found,
    ...coming,
    ...new Array<Hindrance>(unmade - coming.length).fill(mayNot ? 'noNode' : unmadeBy),
  ];
};

/**
 * What was missing over some moments, which count alike. Requests that fail right after everything was there again still fail
 * of what was missing before: a front end hears of it later, and a queue has to go.
 *
 * @param moments in order of time
 * @param fromSecond the start of the time that counts as before
 */
export const missingOver = (view: View, moments: readonly number[], fromSecond: number): Missing => {
  const shares = { ...none } as Record<Hindrance | 'nothing', number>;
  let before = hindrancesAt(view, fromSecond);
  for (const moment of moments) {
    const now = hindrancesAt(view, moment);
    const found = now.length > 0 ? now : before;
    if (found.length === 0) shares.nothing += 1 / moments.length;
    for (const hindrance of found) shares[hindrance] += 1 / found.length / moments.length;
    before = found;
  }
  return shares;
};
