/** Arrivals and how they ended: by HTTP status, or `disconnected` where the client left before the answer. */
type Counts = { readonly arrivals: number; readonly outcomes: Readonly<Record<string, number>> };

/** `bySecond` has the second of arrival as key (seconds since the epoch); outcomes stand in that second too. */
export type CountersSnapshot = {
  readonly total: Counts;
  readonly bySecond: Readonly<Record<string, Counts>>;
};

/** One arrival, to be given back with its outcome. */
type Arrival = { readonly second: OpenCounts; readonly total: OpenCounts };

type OpenCounts = { arrivals: number; readonly outcomes: Map<string, number> };

/** Arrivals and outcomes, in total and by second of arrival. */
export type Counters = {
  readonly arrive: (nowMs: number) => Arrival;
  readonly settle: (arrival: Arrival, outcome: string) => void;
  readonly snapshot: () => CountersSnapshot;
  /** Starts from zero; requests under way now are counted nowhere. */
  readonly reset: () => void;
};

/** A day. Older seconds are dropped from `bySecond`; the total keeps them. */
const secondsKept = 86_400;

const openCounts = (): OpenCounts => ({ arrivals: 0, outcomes: new Map() });

const add = (counts: OpenCounts, outcome: string): void => {
  counts.outcomes.set(outcome, (counts.outcomes.get(outcome) ?? 0) + 1);
};

const closeCounts = ({ arrivals, outcomes }: OpenCounts): Counts => ({
  arrivals,
  outcomes: Object.fromEntries([...outcomes].sort(([a], [b]) => (a < b ? -1 : 1))),
});

/** The sandbox's own truth about its load, against which what Headroom measured is checked. */
export const createCounters = (): Counters => {
  let total = openCounts();
  let seconds = new Map<number, OpenCounts>();

  const secondOf = (nowMs: number): OpenCounts => {
    const key = Math.floor(nowMs / 1000);
    const known = seconds.get(key);
    if (known) return known;
    const fresh = openCounts();
    seconds.set(key, fresh);
    const oldest = seconds.keys().next();
    if (seconds.size > secondsKept && !oldest.done) seconds.delete(oldest.value);
    return fresh;
  };

  return {
    arrive: (nowMs) => {
      const second = secondOf(nowMs);
      second.arrivals += 1;
      total.arrivals += 1;
      return { second, total };
    },
    settle: (arrival, outcome) => {
      add(arrival.second, outcome);
      add(arrival.total, outcome);
    },
    snapshot: () => ({
      total: closeCounts(total),
      bySecond: Object.fromEntries([...seconds].map(([key, counts]) => [key, closeCounts(counts)])),
    }),
    reset: () => {
      total = openCounts();
      seconds = new Map();
    },
  };
};
