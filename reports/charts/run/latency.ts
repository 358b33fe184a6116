import type { GappySeries } from '../../../planner/stats/cross-correlation.ts';
import type { Latency, Result } from '../../../runs/schema/result.ts';
import { endpointsOf } from '../../../runs/schema/run.ts';
import { formatCount, formatMs, formatOffset, formatOr } from '../../format.ts';
import type { EmptyFigure } from '../figure.ts';
import { peakOf } from '../seconds.ts';
import { logTicks } from '../ticks.ts';
import type { Panel, Series } from '../time/model.ts';
import { emptyPanel, panelWith } from './panel.ts';

/** A logarithmic axis has no zero: a latency of 0 ms is drawn on its lowest line. */
const lowestDrawnMs = 0.1;

/** @example quantilesText('ok', latency) // '1,730 ok: p50 115 ms, p95 264 ms, p99 353 ms, largest 512 ms.' */
const quantilesText = (name: string, latency: Latency): string =>
  latency.count === 0
    ? `0 ${name}.`
    : `${formatCount(latency.count)} ${name}: p50 ${formatOr(latency.p50Ms, formatMs)}, p95 ${formatOr(latency.p95Ms, formatMs)}, ` +
      `p99 ${formatOr(latency.p99Ms, formatMs)}, largest ${formatOr(latency.maxMs, formatMs)}.`;

/** The limit for p95 where one holds for all that is drawn: several endpoints have their own. */
const limitOf = ({ run, endpoints }: Result): number | undefined =>
  endpoints.length > 1
    ? undefined
    : endpointsOf(run.config).find(({ name }) => name === endpoints[0]?.name)?.slo.p95LatencyMs;

const ticksOf = (columns: readonly GappySeries[], limitsMs: readonly number[]): number[] => {
  const known = [...columns.flat(), ...limitsMs].filter((value) => value !== null);
  const [low, high] = known.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, 0],
  );
  return logTicks(Math.max(lowestDrawnMs, low), Math.max(lowestDrawnMs, high));
};

const seriesOf = ({ load }: Result['timeline']): Series[] => [
  {
    label: 'ok, p50 to p95',
    colour: 'blue',
    draw: 'band',
    values: load.okLatencyP50Ms,
    upTo: load.okLatencyP95Ms,
  },
  { label: 'all, p99', colour: 'pink', draw: 'line', values: load.latencyP99Ms, dash: [1.5, 2] },
  {
    label: 'failed, p50',
    colour: 'orange',
    draw: 'line',
    values: load.failedLatencyP50Ms,
    dash: [6, 2],
    widthPx: 2.4,
  },
];

/**
 * Latency of successes and failures apart: refusals within milliseconds would make a common median look better than it
 * is. A band, as one line through the p95 of seconds that hold a few requests each would say more than they do.
 */
export const latencyPanel = (result: Result): Panel | EmptyFigure => {
  const [id, title] = ['latency', 'Latency'];
  const { timeline, totals } = result;
  const series = seriesOf(timeline).filter(({ values }) => peakOf(values) !== undefined);
  const slowest = peakOf(timeline.load.latencyP99Ms);
  if (slowest === undefined)
    return emptyPanel(id, title, 'no request ended within the recorded seconds, so there is no latency');
  const limitMs = limitOf(result);
  const limitsMs = limitMs === undefined ? [] : [limitMs];
  const { all, ok, failed } = totals.latency;
  return panelWith({
    id,
    title,
    howToRead:
      'Of the requests that succeeded the band holds those between the median and p95 of each second. Failures far below it are refusals, far above it timeouts. The axis is logarithmic.',
    numbers: [
      quantilesText('requests that ended', all),
      quantilesText('ok', ok),
      quantilesText('failed', failed),
      `The slowest second is ${formatOffset(slowest.second)} with a p99 of ${formatMs(slowest.value)}.`,
      ...limitsMs.map((limit) => `The limit for p95 of the successes is ${formatMs(limit)}.`),
    ].join(' '),
    unit: 'millisecond',
    scale: 'log',
    ticks: ticksOf(
      series.flatMap(({ values, upTo = [] }) => [values, upTo]),
      limitsMs,
    ),
    heightPx: 90,
    levels: limitsMs.map((value) => ({ value, name: `limit p95 ${formatMs(value)}` })),
    series,
  });
};
