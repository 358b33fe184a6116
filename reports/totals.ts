import { isCut } from '../planner/result/cut.ts';
import { sumOf } from '../planner/stats/sum.ts';
import { isOk } from '../runs/schema/outcome.ts';
import { endpointsOf } from '../runs/schema/recorded-endpoints.ts';
import type { Latency, PhaseSummary, Result } from '../runs/schema/result.ts';
import type { Slo } from '../runs/schema/run.ts';
import type { Table } from './charts/figure.ts';
import {
  besideLimit,
  formatCount,
  formatMs,
  formatNumber,
  formatOr,
  formatShare,
  formatStretch,
  unknown,
} from './format.ts';
import { outcomesText } from './words/run/outcomes.ts';

/**
 * Requests that failed, by outcome; "none" where none did.
 *
 * @param kindsMost of more outcomes than this only the most frequent ones are named
 * @example failedText({ '200': 9, '502': 1, '503': 7, '504': 2 }, 1) // '7 × 503, 3 others'
 */
export const failedText = (
  outcomes: PhaseSummary['outcomes'],
  kindsMost = Number.POSITIVE_INFINITY,
): string => {
  const failed = Object.entries(outcomes).filter(([outcome, requests]) => !isOk(outcome) && requests > 0);
  if (failed.length <= kindsMost) return outcomesText(Object.fromEntries(failed)) || 'none';
  const byRequests = failed.toSorted(([, a], [, b]) => b - a);
  const others = sumOf(byRequests.slice(kindsMost).map(([, requests]) => requests));
  return `${outcomesText(Object.fromEntries(byRequests.slice(0, kindsMost)))}, ${formatCount(others)} others`;
};

/** What the whole is held to; several endpoints have their own limits, and their sum has none. */
const onlySloOf = ({ run, endpoints }: Pick<Result, 'run' | 'endpoints'>): Partial<Slo> =>
  endpoints.length === 1 ? endpointsOf(run.config)[0]!.slo : {};

/** The seconds of a phase, as far as a load went that was cut. */
const secondsText = (
  { fromSecond, toSecond }: PhaseSummary,
  { run, timeline }: Pick<Result, 'run' | 'timeline'>,
): string => {
  const endSecond = isCut(run) ? timeline.seconds : toSecond;
  return fromSecond < endSecond || fromSecond === toSecond
    ? formatStretch(fromSecond, Math.max(fromSecond, Math.min(toSecond, endSecond) - 1))
    : 'not begun';
};

const phaseRow = (phase: PhaseSummary, result: Result, kindsMost: number | undefined): string[] => {
  const slo = onlySloOf(result);
  return [
    phase.name,
    secondsText(phase, result),
    formatNumber(phase.planned),
    formatCount(phase.arrivals),
    formatCount(phase.dropped),
    formatCount(phase.ok),
    failedText(phase.outcomes, kindsMost),
    phase.errorShare === null
      ? unknown
      : `${besideLimit(slo.maxErrorShare, formatShare)(phase.errorShare)} (${formatCount(phase.failed)} of ${formatCount(phase.ok + phase.failed)})`,
    formatOr(phase.okLatency.p50Ms, formatMs),
    formatOr(phase.okLatency.p95Ms, besideLimit(slo.p95LatencyMs, formatMs)),
    formatOr(phase.okLatency.p99Ms, formatMs),
  ];
};

/**
 * A row for each phase.
 *
 * @param kindsMost as in `failedText`
 */
export const phaseTable = (result: Result, kindsMost?: number): Table => ({
  caption: 'Requests by the phase of their arrival; latency of successful requests',
  columns: [
    'phase',
    'seconds',
    'planned',
    'sent',
    'dropped',
    'ok',
    'failed',
    'error share',
    'p50',
    'p95',
    'p99',
  ],
  rows: result.phases.map((phase) => phaseRow(phase, result, kindsMost)),
});

const latencyRow = (name: string, { count, ...quantiles }: Latency, p95LimitMs?: number): string[] => {
  const { p50Ms, p90Ms, p95Ms, p99Ms, maxMs, meanMs } = quantiles;
  return [
    name,
    formatCount(count),
    ...[p50Ms, p90Ms, p95Ms, p99Ms, maxMs, meanMs].map((ms, i) =>
      ms === null ? '–' : besideLimit(i === 2 ? p95LimitMs : undefined, formatMs)(ms),
    ),
  ];
};

/** Latency of the run: everything that ended, the successes, the failures, and the time inside run(). */
export const latencyTable = ({ totals, ...result }: Result): Table => ({
  caption: 'Latency of the whole run',
  columns: ['requests', 'count', 'p50', 'p90', 'p95', 'p99', 'largest', 'mean'],
  rows: [
    latencyRow('all that ended', totals.latency.all),
    latencyRow('ok', totals.latency.ok, onlySloOf(result).p95LatencyMs),
    latencyRow('failed', totals.latency.failed),
    latencyRow('service time (inside run)', totals.service),
    ...[
      latencyRow('opening a connection', totals.connect),
      latencyRow('TLS handshake', totals.tls),
      latencyRow('lateness (sent minus planned)', totals.lateness),
    ].filter(([, count]) => count !== '0'),
  ],
});
