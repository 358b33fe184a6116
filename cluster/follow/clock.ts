import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { KubeClient } from '../connect/kube-client.ts';
import { pause } from '../pause.ts';

/** Limits of the offset (cluster clock - tool clock), in ms. */
type OffsetBounds = { readonly lowMs: number; readonly highMs: number };

/** One answer: when it was asked for and when it came (tool clock), and its Date header (cluster clock). */
type ClockSample = {
  readonly sentAtMs: number;
  readonly receivedAtMs: number;
  readonly dateMs: number;
};

/** Servers may keep the header's text for a second and renew it by a timer, which can be this late. */
const headerLateMs = 10;

/**
 * What one Date header says about the offset. It is cut to whole seconds, and was written between sending and
 * receiving: date <= cluster time < date + 1000 at some moment in [sent, received].
 *
 * @example boundsOf({ sentAtMs: 5_000, receivedAtMs: 5_020, dateMs: 7_000 }) // { lowMs: 1980, highMs: 3010 }
 */
export const boundsOf = ({ sentAtMs, receivedAtMs, dateMs }: ClockSample): OffsetBounds => ({
  lowMs: dateMs - receivedAtMs,
  highMs: dateMs + 1_000 + headerLateMs - sentAtMs,
});

/** What two samples say together: the overlap; null where there is none, because a clock was set or servers differ. */
export const overlapOf = (a: OffsetBounds, b: OffsetBounds): OffsetBounds | null => {
  const overlap = { lowMs: Math.max(a.lowMs, b.lowMs), highMs: Math.min(a.highMs, b.highMs) };
  return overlap.lowMs <= overlap.highMs ? overlap : null;
};

const hullOf = (a: OffsetBounds, b: OffsetBounds): OffsetBounds => ({
  lowMs: Math.min(a.lowMs, b.lowMs),
  highMs: Math.max(a.highMs, b.highMs),
});

/**
 * How long to wait, in ms, before a sample that halves the bounds: it must be written when the middle of the bounds
 * says that a second begins, so that the header tells whether it had begun.
 */
export const nextProbeDelayMs = (bounds: OffsetBounds, nowMs: number, roundTripMs: number): number => {
  const clusterMs = nowMs + (bounds.lowMs + bounds.highMs) / 2 + roundTripMs / 2;
  return ((-clusterMs % 1_000) + 1_000) % 1_000;
};

const probesMost = 9;
const goodWidthMs = 20;
const probeTimeoutMs = 5_000;
const everyMs = 60_000;

type ClockOptions = {
  readonly client: Pick<KubeClient, 'request'>;
  readonly onLine: (line: ClusterLine) => void;
  readonly signal: AbortSignal;
  readonly now: () => number;
};

const takeSample = async ({ client, signal, now }: ClockOptions): Promise<ClockSample | null> => {
  const sentAtMs = now();
  const deadline = AbortSignal.timeout(probeTimeoutMs);
  // Any answer will do, also 403: each carries the header, and this one is short.
  const answer = await client.request({ path: '/version', signal: AbortSignal.any([signal, deadline]) });
  return answer.kind === 'answer' && answer.dateMs !== null
    ? { sentAtMs, receivedAtMs: now(), dateMs: answer.dateMs }
    : null;
};

/**
 * The tightest bounds that some samples around the turn of the second give: about a round trip wide. Each halves
 * what is left of the first one's second.
 */
const measure = async (first: ClockSample, options: ClockOptions): Promise<OffsetBounds> => {
  let bounds = boundsOf(first);
  let sample: ClockSample | null = first;
  for (let probe = 1; probe < probesMost; probe++) {
    const roundTripMs = sample.receivedAtMs - sample.sentAtMs;
    if (bounds.highMs - bounds.lowMs <= Math.max(goodWidthMs, 2 * roundTripMs)) break;
    await pause(nextProbeDelayMs(bounds, options.now(), roundTripMs), options.signal);
    sample = await takeSample(options);
    if (sample === null) break;
    const overlap = overlapOf(bounds, boundsOf(sample));
    if (overlap === null) return hullOf(bounds, boundsOf(sample));
    bounds = overlap;
  }
  return bounds;
};

/** Writes `clock` lines: a coarse one at once, a fine one some seconds later, then a fine one every minute. */
export const followClock = async (options: ClockOptions): Promise<void> => {
  const { now, signal, onLine } = options;
  const write = ({ lowMs, highMs }: OffsetBounds) =>
    onLine({
      kind: 'clock',
      atMs: now(),
      offsetMs: (lowMs + highMs) / 2,
      uncertaintyMs: (highMs - lowMs) / 2,
    });
  let coarse = true;
  while (!signal.aborted) {
    const first = await takeSample(options);
    if (first !== null && coarse) write(boundsOf(first));
    if (first !== null) coarse = false;
    const bounds = first && (await measure(first, options));
    if (bounds !== null && !signal.aborted) write(bounds);
    await pause(everyMs, signal);
  }
};
