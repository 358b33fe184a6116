/** Traces of one look, such as a changed status and a changed Deployment, lie no further apart. */
const oneLookSeconds = 1;

/** A controller that is busy looks a little late: its next look is sought this far from where it is due. */
const driftShare = 0.2;

/** A rule that looks this often leaves no trace of most of its looks: only its changes tell when it looked. */
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

/** From one look on, every period, and at each trace that lies where a look is due. Traces are in order of time. Linear. */
const walk = (
  from: number,
  untilSeconds: number,
  options: { readonly traces: readonly number[]; readonly period: number },
): number[] => {
  const { traces, period } = options;
  const drift = driftShare * period;
  const looks: number[] = [];
  // Each look is due later than the one before, so a trace that lies too early for one does so for all that follow.
  let next = 0;
  for (let at = from; at < untilSeconds; ) {
    looks.push(at);
    const due = at + period;
    while (next < traces.length && due - traces[next]! > drift) next += 1;
    let best: number | undefined;
    for (let i = next; i < traces.length && traces[i]! - due <= drift; i++)
      if (best === undefined || Math.abs(traces[i]! - due) < Math.abs(best - due)) best = traces[i]!;
    at = best ?? due;
  }
  return looks;
};

/** Traces that lie this much of a period apart are of two looks. */
const otherLookShare = 0.5;

/** At each trace, and every period between them; before the first one, too. */
const alongTraces = (traces: readonly number[], period: number, untilSeconds: number): number[] => {
  const apart = otherLookShare * period;
  const kept: number[] = [];
  for (const trace of traces.toSorted((a, b) => a - b))
    if (trace - (kept.at(-1) ?? Number.NEGATIVE_INFINITY) >= apart) kept.push(trace);
  const first = (kept[0] ?? period) % period || period;
  return [first, ...kept].flatMap((from, i) => {
    const next = kept[i];
    const until = next === undefined ? untilSeconds : next - apart;
    const looks = Math.max(0, Math.ceil((until - from) / period));
    return Array.from({ length: looks }, (_, n) => from + n * period);
  });
};

/**
 * When an autoscaler looked while the load ran. It says so only where something changed: its status, or the number of
 * replicas. From the first such trace on it looks every period; where a trace lies near, there. A rule that looks every second
 * or two changes nothing between its looks: each of its traces is one, and what it saw is the time right before.
 *
 * @param traces seconds at which something changed that only a look changes
 * @example looksOf([7], { intervalSeconds: 15, untilSeconds: 40 }).atSeconds // [7, 22, 37]
 */
export const looksOf = (
  traces: readonly number[],
  options: { readonly intervalSeconds: number; readonly untilSeconds: number },
): Looks => {
  const { intervalSeconds: period, untilSeconds } = options;
  const traced = traces.filter((at) => at >= 0 && at < untilSeconds);
  const seen = firstTraces(traced);
  const [first] = seen;
  if (period <= oftenSeconds || first === undefined)
    return {
      atSeconds: alongTraces(period <= oftenSeconds ? traced : [], period, untilSeconds),
      from: 'assumed',
    };
  const before = Array.from({ length: Math.floor(first / period) }, (_, i) => first - (i + 1) * period);
  return {
    atSeconds: [...before.reverse(), ...walk(first, untilSeconds, { traces: seen, period })],
    from: 'seen',
  };
};
