/** Traces of one look, such as a changed status and a changed Deployment, lie no further apart. */
const oneLookSeconds = 1;

/** A controller that is busy looks a little late: its next look is sought this far from where it is due. */
const driftShare = 0.2;

/** A rule that looks this often leaves no trace of most of its looks, and needs none. */
const oftenSeconds = 2;

/** When an autoscaler looked, in seconds since the load began. */
export type Looks = {
  readonly atSeconds: readonly number[];
  /** seen: some left a trace, the others lie between them. assumed: none did. */
  readonly from: 'seen' | 'assumed';
};

/** The first trace of each look. */
const firstTraces = (traces: readonly number[]): number[] =>
  traces.toSorted((a, b) => a - b).filter((at, i, all) => i === 0 || at - all[i - 1]! > oneLookSeconds);

/** From one look on, every period, and at each trace that lies where a look is due. */
const walk = (
  from: number,
  untilSeconds: number,
  options: { traces: number[]; period: number },
): number[] => {
  const { traces, period } = options;
  const looks: number[] = [];
  for (let at = from; at < untilSeconds; ) {
    looks.push(at);
    const due = at + period;
    const seen = traces.filter((trace) => Math.abs(trace - due) <= driftShare * period);
    at = seen.reduce(
      (best, one) => (Math.abs(one - due) < Math.abs(best - due) ? one : best),
      seen[0] ?? due,
    );
  }
  return looks;
};

/**
 * When an autoscaler looked while the load ran. It says so only where something changed: its status, or the number of
 * replicas. From the first such trace on it looks every period; where a trace lies near, there.
 *
 * @param traces seconds at which something changed that only a look changes
 * @example looksOf([7], { intervalSeconds: 15, untilSeconds: 40 }).atSeconds // [7, 22, 37]
 */
export const looksOf = (
  traces: readonly number[],
  options: { readonly intervalSeconds: number; readonly untilSeconds: number },
): Looks => {
  const { intervalSeconds: period, untilSeconds } = options;
  const steps = Math.max(0, Math.ceil(untilSeconds / period) - 1);
  const grid = Array.from({ length: steps }, (_, i) => (i + 1) * period);
  if (period <= oftenSeconds) return { atSeconds: grid, from: 'assumed' };
  const seen = firstTraces(traces.filter((at) => at >= 0 && at < untilSeconds));
  const [first] = seen;
  if (first === undefined) return { atSeconds: grid, from: 'assumed' };
  const before = Array.from({ length: Math.floor(first / period) }, (_, i) => first - (i + 1) * period);
  return {
    atSeconds: [...before.reverse(), ...walk(first, untilSeconds, { traces: seen, period })],
    from: 'seen',
  };
};
