import { isOk } from '../runs/schema/load-series.ts';
import type { Latency, PhaseSummary, Result } from '../runs/schema/result.ts';
import type { Table } from './charts/figure.ts';
import {
  formatCount,
  formatMs,
  formatNumber,
  formatOr,
  formatSeconds,
  formatShare,
  formatStretch,
  unknown,
} from './format.ts';
import { byOutcome, outcomeLabel } from './outcomes.ts';

type Counts = Readonly<Record<string, number>>;

/** @example outcomesText({ '503': 261, '200': 1730 }) // '1,730 × 200, 261 × 503' */
export const outcomesText = (outcomes: Counts): string =>
  Object.keys(outcomes)
    .sort(byOutcome)
    .filter((outcome) => outcomes[outcome]! > 0)
    .map((outcome) => `${formatCount(outcomes[outcome]!)} × ${outcomeLabel(outcome)}`)
    .join(', ');

/**
 * Where every planned arrival went, as two sums a reader can check.
 *
 * @example countsText(totals) // ['2,000 planned = 2,000 sent + 0 dropped + 0 not started', '2,000 sent = …']
 */
export const countsText = (totals: Result['totals']): string[] => {
  const { planned, arrivals, requests, exceptions, dropped, unanswered, outcomes } = totals;
  const notStarted = Math.max(0, planned - arrivals - dropped);
  const ended = outcomesText(outcomes).replaceAll(', ', ' + ');
  const sent = requests === arrivals ? `${formatCount(arrivals)} sent` : `${formatCount(requests)} requests`;
  return [
    `${formatNumber(planned)} planned = ${formatCount(arrivals)} sent + ${formatCount(dropped)} dropped + ${formatNumber(notStarted)} not started`,
    ...(requests === arrivals ? [] : [`${formatCount(arrivals)} sent = ${formatCount(requests)} requests`]),
    `${sent} = ${ended === '' ? '' : `${ended} + `}${formatCount(unanswered)} without a known end`,
    ...(exceptions === 0 ? [] : [`${formatCount(exceptions)} arrivals failed in the script (it threw)`]),
  ];
};

const modeText: Readonly<Record<Result['connections']['mode'], string>> = {
  reuse: 'an idle one is used again',
  perUser: 'one for each virtual user',
  new: 'a new one for each request',
};

/**
 * How many connections carried the requests: behind a Service without a router of its own they decide which replicas
 * get load, and a new replica gets none from connections that were open before it.
 */
export const connectionsText = ({
  connections: { mode, maxAgeSeconds, opened },
  totals: { requests, resent },
}: Pick<Result, 'connections' | 'totals'>): string =>
  `${formatCount(opened)} connections opened for ${formatCount(requests)} requests; ${modeText[mode]}` +
  (maxAgeSeconds === null ? '' : `, ended at an age of ${formatSeconds(maxAgeSeconds)}`) +
  (resent === 0 ? '' : `; ${formatCount(resent)} sent again by the transport after a dropped connection`);

const failedText = (outcomes: Counts): string =>
  outcomesText(Object.fromEntries(Object.entries(outcomes).filter(([outcome]) => !isOk(outcome)))) || 'none';

const phaseRow = (phase: PhaseSummary): string[] => [
  phase.name,
  formatStretch(phase.fromSecond, Math.max(phase.fromSecond, phase.toSecond - 1)),
  formatNumber(phase.planned),
  formatCount(phase.arrivals),
  formatCount(phase.dropped),
  formatCount(phase.ok),
  failedText(phase.outcomes),
  phase.errorShare === null
    ? unknown
    : `${formatShare(phase.errorShare)} (${formatCount(phase.failed)} of ${formatCount(phase.ok + phase.failed)})`,
  formatOr(phase.okLatency.p50Ms, formatMs),
  formatOr(phase.okLatency.p95Ms, formatMs),
  formatOr(phase.okLatency.p99Ms, formatMs),
];

/** A row for each phase. */
export const phaseTable = ({ phases }: Result): Table => ({
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
  rows: phases.map(phaseRow),
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
