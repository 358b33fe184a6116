import { endpointsOf } from '../../runs/schema/recorded-endpoints.ts';
import type { RateStretch } from '../../runs/schema/result/held-rates.ts';
import type { Check, Result } from '../../runs/schema/result.ts';
import { errorSecondsOf, errorShareInterval } from '../measure/errors.ts';
import { sumOf } from '../stats/sum.ts';
import { withShown } from './shown.ts';

/** Seconds of a ramp that are judged together: fewer have too few requests for a share. */
const windowSeconds = 10;

/** After failures fewer good seconds than these show no recovery. */
const recoveredSecondsMin = 5;

/** Of one endpoint in one second, beside the error share that it is held to. */
type Cell = { readonly errors: number; readonly requests: number; readonly maxErrorShare: number };

/** A second with answers: its rate, and each endpoint. */
type Second = { readonly ratePerSecond: number; readonly cells: readonly Cell[] };

/** Seconds of neighbouring rates. */
type Piece = { readonly seconds: readonly Second[]; readonly isKept: boolean };

/** From the lowest rate up, whichever way the ramp went. */
const secondsOf = ({ run, timeline }: Pick<Result, 'run' | 'timeline'>): Second[] => {
  const { seconds, load } = timeline;
  const columns = endpointsOf(run.config).map(({ slo }, i) => ({
    maxErrorShare: slo.maxErrorShare,
    ...errorSecondsOf({ load: timeline.endpoints?.[i] ?? load, seconds }),
  }));
  return load.offeredRatePerSecond
    .map((ratePerSecond, second) => ({
      ratePerSecond,
      cells: columns.map(({ maxErrorShare, errors, requests }) => ({
        maxErrorShare,
        errors: errors[second]!,
        requests: requests[second]!,
      })),
    }))
    .filter(({ cells }) => cells.some(({ requests }) => requests > 0))
    .toSorted((a, b) => a.ratePerSecond - b.ratePerSecond);
};

const countsOf = (seconds: readonly Second[], endpoint: number): Cell => {
  const cells = seconds.map((second) => second.cells[endpoint]!);
  return {
    errors: sumOf(cells.map(({ errors }) => errors)),
    requests: sumOf(cells.map(({ requests }) => requests)),
    maxErrorShare: cells[0]!.maxErrorShare,
  };
};

/** Whether every endpoint has no more failures than it may. */
const isWithin = (seconds: readonly Second[]): boolean =>
  seconds[0]!.cells.every((_, endpoint) => {
    const { errors, requests, maxErrorShare } = countsOf(seconds, endpoint);
    return requests === 0 || errors / requests <= maxErrorShare;
  });

const windowsOf = (seconds: readonly Second[]): Second[][] => {
  const count = Math.max(1, Math.floor(seconds.length / windowSeconds));
  return Array.from({ length: count }, (_, i) =>
    seconds.slice(i * windowSeconds, i === count - 1 ? undefined : (i + 1) * windowSeconds),
  );
};

/** A window within its limit is one good piece; in another the seconds from the first bad one to the last are bad. */
const piecesOf = (window: readonly Second[]): Piece[] => {
  if (isWithin(window)) return [{ seconds: window, isKept: true }];
  const isBad = (second: Second): boolean => !isWithin([second]);
  const [first, last] = [window.findIndex(isBad), window.findLastIndex(isBad)];
  return [
    { seconds: window.slice(0, first), isKept: true },
    { seconds: window.slice(first, last + 1), isKept: false },
    { seconds: window.slice(last + 1), isKept: true },
  ].filter(({ seconds }) => seconds.length > 0);
};

const shareIntervalOf = (seconds: readonly Second[]) => {
  const counts = seconds[0]!.cells.map((_, endpoint) => countsOf(seconds, endpoint));
  return errorShareInterval(
    sumOf(counts.map(({ errors }) => errors)),
    sumOf(counts.map(({ requests }) => requests)),
  )!;
};

/** Whether fewer requests fail above a bad piece than chance explains. */
const isRecovered = (bad: Piece, good: Piece): boolean =>
  good.seconds.length >= recoveredSecondsMin &&
  shareIntervalOf(good.seconds).high < shareIntervalOf(bad.seconds).low;

/** The next piece beside those before it: what chance may tell apart is judged as one. */
const settled = (pieces: readonly Piece[], next: Piece): Piece[] => {
  const last = pieces.at(-1);
  if (last === undefined || (last.isKept && !next.isKept)) return [...pieces, next];
  if (last.isKept !== next.isKept && isRecovered(last, next)) return [...pieces, next];
  const seconds = [...last.seconds, ...next.seconds];
  const isKept = last.isKept === next.isKept ? last.isKept : isWithin(seconds);
  const before = pieces.slice(0, -1);
  return isKept === last.isKept ? [...before, { seconds, isKept }] : settled(before, { seconds, isKept });
};

/** The last seconds of a kept stretch that are judged together: what its highest rates rest on. */
const highestOf = (seconds: readonly Second[], names: readonly string[]): RateStretch['highest'] => {
  const own = seconds.slice(-windowSeconds);
  const checks = names.flatMap((name, endpoint): Check[] => {
    const { errors, requests, maxErrorShare: limit } = countsOf(own, endpoint);
    if (requests === 0) return [];
    return [
      withShown({
        endpoint: names.length === 1 ? null : name,
        objective: 'errorShare',
        unit: 'share',
        measured: errors / requests,
        failed: errors,
        requests,
        interval: errorShareInterval(errors, requests),
        limit,
        met: errors / requests <= limit,
      }),
    ];
  });
  return {
    fromRatePerSecond: own[0]!.ratePerSecond,
    toRatePerSecond: own.at(-1)!.ratePerSecond,
    checks,
  };
};

/**
 * A ramp by its rates: where failures stay within their limit, and where they pass it. By errors alone, as ten seconds of a
 * ramp tell no p95. Good seconds above bad ones count as good if they fail less than chance explains.
 */
export const rampStretches = (result: Pick<Result, 'run' | 'timeline'>): RateStretch[] => {
  const seconds = secondsOf(result);
  if (seconds.length === 0) return [];
  const names = endpointsOf(result.run.config).map(({ name }) => name);
  return windowsOf(seconds)
    .flatMap(piecesOf)
    .reduce<Piece[]>(settled, [])
    .map(({ seconds: own, isKept }) => ({
      fromRatePerSecond: own[0]!.ratePerSecond,
      toRatePerSecond: own.at(-1)!.ratePerSecond,
      isKept,
      ...(isKept && { highest: highestOf(own, names)! }),
    }));
};
