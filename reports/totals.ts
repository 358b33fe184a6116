import { sumOf } from '../planner/stats/sum.ts';
import { isOk } from '../runs/schema/outcome.ts';
import type { Latency, PhaseSummary, Result } from '../runs/schema/result.ts';
import type { Table } from './charts/figure.ts';
import {
  formatCount,
  formatMs,
  formatNumber,
  formatOr,
  formatShare,
  formatStretch,
  unknown,
} from './format.ts';
import { outcomesText } from './words/outcomes.ts';

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

const phaseRow = (phase: PhaseSummary, kindsMost: number | undefined): string[] => [
  phase.name,
  formatStretch(phase.fromSecond, Math.max(phase.fromSecond, phase.toSecond - 1)),
  formatNumber(phase.planned),
  formatCount(phase.arrivals),
  formatCount(phase.dropped),
  formatCount(phase.ok),
  failedText(phase.outcomes, kindsMost),
  phase.errorShare === null
    ? unknown
    : `${formatShare(phase.errorShare)} (${formatCount(phase.failed)} of ${formatCount(phase.ok + phase.failed)})`,
  formatOr(phase.okLatency.p50Ms, formatMs),
  formatOr(phase.okLatency.p95Ms, formatMs),
  formatOr(phase.okLatency.p99Ms, formatMs),
];

/**
 * A row for each phase.
 *
 * @param kindsMost as in `failedText`
 */
export const phaseTable = ({ phases }: Result, kindsMost?: number): Table => ({
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
  rows: phases.map((phase) => phaseRow(phase, kindsMost)),
});

const latencyRow = (name: string, { count, ...quantiles }: Latency): string[] => {
  const { p50Ms, p90Ms, p95Ms, p99Ms, maxMs, meanMs } = quantiles;
  return [
    name,
    formatCount(count),
    ...[p50Ms, p90Ms, p95Ms, p99Ms, maxMs, meanMs].map((ms) => (ms === null ? '–' : formatMs(ms))),
  ];
};

/** Latency of the run: everything that ended, the successes, the failures, and the time inside run(). */
export const latencyTable = ({ totals }: Result): Table => ({
  caption: 'Latency of the whole run',
  columns: ['requests', 'count', 'p50', 'p90', 'p95', 'p99', 'largest', 'mean'],
  rows: [
    latencyRow('all that ended', totals.latency.all),
    latencyRow('ok', totals.latency.ok),
    latencyRow('failed', totals.latency.failed),
    latencyRow('service time (inside run)', totals.service),
    ...[
      latencyRow('opening a connection', totals.connect),
      latencyRow('TLS handshake', totals.tls),
      latencyRow('lateness (sent minus planned)', totals.lateness),
    ].filter(([, count]) => count !== '0'),
  ],
});
