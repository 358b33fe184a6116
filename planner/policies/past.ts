/** Replica counts with the moment they were wanted or changed: what rules with a memory keep. Oldest first. */
export type Dated = { readonly atSeconds: number; readonly replicas: number };

/** Slack for sums of float seconds: twenty steps of 0.1 s may end at 1.9999999999999998 s. */
export const slackSeconds = 1e-6;

type Timed = { readonly atSeconds: number };

/** Whether an entry is younger than a window: one that is exactly as old as the window has left it. */
const isYounger = (entry: Timed, atSeconds: number, windowSeconds: number): boolean =>
  atSeconds - entry.atSeconds < windowSeconds - slackSeconds;

/** The entries younger than a window. */
export const youngerThan = <Entry extends Timed>(
  past: readonly Entry[],
  atSeconds: number,
  windowSeconds: number,
): readonly Entry[] => past.filter((entry) => isYounger(entry, atSeconds, windowSeconds));

/**
 * Rolling maximum: adds the newest entry and keeps the older ones that may still become the highest of the window. So
 * replicas fall strictly from the first entry, the highest of the window, to the last, the newest.
 *
 * @example rollingHighest([{ atSeconds: 0, replicas: 9 }], { atSeconds: 1, replicas: 4 }, 60)[0].replicas // 9
 */
export const rollingHighest = (
  past: readonly Dated[],
  newest: Dated,
  windowSeconds: number,
): readonly [Dated, ...Dated[]] => {
  // In one array: some rules take a step each second of each simulation.
  const kept = past.filter(
    (entry) => entry.replicas > newest.replicas && isYounger(entry, newest.atSeconds, windowSeconds),
  );
  kept.push(newest);
  return kept as [Dated, ...Dated[]];
};
