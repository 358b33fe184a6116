import { formatMs, formatNumber } from '../../reports/format.ts';
import { sparkline } from '../../reports/sparkline.ts';

/** What a running load shows; null: not known (yet). */
export type LiveStatus = {
  readonly elapsedSeconds: number;
  readonly totalSeconds: number;
  /** The phase that the figures below are of. */
  readonly phase: string;
  readonly phases: readonly { readonly name: string; readonly endSeconds: number }[];
  /** What the plan has for this second on average; drawn arrivals lie about it. */
  readonly offeredRatePerSecond: number;
  /** Arrivals of the last second. */
  readonly achievedRatePerSecond: number;
  /** Requests of a script in the last second: it sends as many per arrival as it likes. null: an arrival is a request. */
  readonly scriptRequests: number | null;
  /** Requests of the last second that were sent again after a failure. */
  readonly retries: number;
  /** Of requests that succeeded, as the SLO judges it; null: none did. */
  readonly p95Ms: number | null;
  /** Requests of the last second that did not end in 2xx, by outcome. */
  readonly errors: Readonly<Record<string, number>>;
  /** Whether replicas are watched: without a cluster nothing is said of them. */
  readonly isWatched: boolean;
  readonly ready: number | null;
  readonly desired: number | null;
  /** The replicas are out of sight since then, so the numbers above are old. null: they are seen. */
  readonly lost: { readonly sinceSeconds: number; readonly reason: string } | null;
};

/**
 * Seconds as minutes and seconds, whole ones.
 *
 * @example clock(95) // '1:35'
 */
export const clock = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
};

const whole = (value: number): string => formatNumber(Math.round(value));

const replicasText = ({ isWatched, ready, desired, lost }: LiveStatus): string[] => {
  if (!isWatched) return [];
  if (lost !== null) return [`replicas unknown since ${clock(lost.sinceSeconds)} (${lost.reason})`];
  return [`replicas ${ready ?? '?'}/${desired ?? '?'} ready`];
};

/** The figures of the last second. */
const figures = (status: LiveStatus): string => {
  const errors = Object.entries(status.errors)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([outcome, n]) => `${n} × ${outcome}`);
  const retries = status.retries === 0 ? '' : ` + ${formatNumber(status.retries)} retries`;
  const rate =
    status.scriptRequests === null
      ? `${whole(status.achievedRatePerSecond)} req/s (plan ${whole(status.offeredRatePerSecond)})`
      : `${whole(status.achievedRatePerSecond)} arrivals/s (plan ${whole(status.offeredRatePerSecond)}), ${formatNumber(status.scriptRequests)} req/s`;
  return [
    `${rate}${retries}`,
    `p95 ${status.p95Ms === null ? '–' : formatMs(status.p95Ms)}`,
    errors.length === 0 ? 'no errors' : errors.join(', '),
    ...replicasText(status),
  ].join(' · ');
};

/** One line with the state of the load, for a log. */
export const liveLine = (status: LiveStatus): string =>
  `${clock(status.elapsedSeconds)}/${clock(status.totalSeconds)} ${status.phase} · ${figures(status)}`;

/** Phases that a small terminal has room for. */
const phasesShown = 5;

/** Each phase with its end: done, running, to come. Of many phases, those about the running one. */
const checklist = ({ phases, phase, elapsedSeconds }: LiveStatus): string => {
  const at = Math.max(
    0,
    phases.findIndex(({ name }) => name === phase),
  );
  const first = Math.max(0, Math.min(at - 2, phases.length - phasesShown));
  const shown = phases.slice(first, first + phasesShown).map(({ name, endSeconds }, i) => {
    const mark = first + i === at ? '▸' : endSeconds <= elapsedSeconds ? '✓' : '·';
    return `${mark} ${name} ${clock(endSeconds)}`;
  });
  const more = phases.length - shown.length;
  return `${shown.join('   ')}${more > 0 ? `   (${phases.length} phases)` : ''}`;
};

/** Seconds of failures that are kept in sight. */
export const failuresShown = 60;

/**
 * The block that a terminal shows while a load runs: phases as a checklist, the last second in figures, and failures over
 * the last minute.
 *
 * @param failures failed requests of each of the last seconds
 */
export const liveBlock = (status: LiveStatus, failures: readonly number[]): string[] => [
  `${clock(status.elapsedSeconds)}/${clock(status.totalSeconds)}  ${checklist(status)}`,
  figures(status),
  ...(failures.some((n) => n > 0)
    ? [`failures  ${sparkline(failures)}  at most ${Math.max(...failures)}/s`]
    : []),
];
