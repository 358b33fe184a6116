import type { GappySeries } from '../../../planner/stats/cross-correlation.ts';
import { endpointsOf } from '../../../runs/schema/recorded-endpoints.ts';
import type { Latency, Result } from '../../../runs/schema/result.ts';
import { besideLimit, formatCount, formatMs, formatOffset, formatOr } from '../../format.ts';
import { groupOutcomes } from '../../outcomes.ts';
import type { EmptyFigure } from '../figure.ts';
import { peakOf } from '../seconds.ts';
import { logTicks } from '../ticks.ts';
import type { Panel, Series } from '../time/model.ts';
import { emptyPanel, panelWith } from './panel.ts';

/** A logarithmic axis has no zero: a latency of 0 ms is drawn on its lowest line. */
const lowestDrawnMs = 0.1;

/** @example quantilesText('ok', latency) // '1,730 ok: p50 115 ms, p95 264 ms, p99 353 ms, largest 512 ms.' */
const quantilesText = (name: string, latency: Latency, limitMs?: number): string =>
  latency.count === 0
    ? `0 ${name}.`
    : `${formatCount(latency.count)} ${name}: p50 ${formatOr(latency.p50Ms, formatMs)}, p95 ${formatOr(latency.p95Ms, besideLimit(limitMs, formatMs))}, ` +
      `p99 ${formatOr(latency.p99Ms, formatMs)}, largest ${formatOr(latency.maxMs, formatMs)}.`;

/** The limit for p95 where one holds for all that is drawn: several endpoints have their own. */
export const p95LimitMs = ({ run, endpoints }: Result): number | undefined =>
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

/** Of fewer values the p95 is the largest of them, as the value at rank 0.95 n, rounded up, is the last one. */
const fewerThan = 20;

const where = (values: GappySeries, holds: (second: number) => boolean): GappySeries =>
  values.map((value, second) => (holds(second) ? value : null));

const seriesOf = (timeline: Result['timeline']): Series[] => {
  const { load } = timeline;
  const groups = groupOutcomes(timeline);
  const okCounts = groups.at(-1)!.perSecond;
  const isFew = (second: number): boolean => okCounts[second]! < fewerThan;
  const bandWhere = (holds: (second: number) => boolean) => ({
    draw: 'band' as const,
    colour: 'blue' as const,
    values: where(load.okLatencyP50Ms, holds),
    upTo: where(load.okLatencyP95Ms, holds),
  });
  // Where all of a few succeeded, the top of their band is the p99 too.
  const isMore = (second: number): boolean => !isFew(second) || load.requests[second]! > okCounts[second]!;
  return [
    { label: 'ok, p50 to p95', ...bandWhere((second) => !isFew(second)) },
    { label: `ok, p50 to slowest of under ${fewerThan}`, ...bandWhere(isFew), dash: [2, 2] },
    {
      label: 'all, p99',
      colour: 'pink',
      draw: 'line',
      values: where(load.latencyP99Ms, isMore),
      dash: [1.5, 2],
    },
    {
      label: 'failed, p50',
      colour: 'orange',
      draw: 'line',
      values: load.failedLatencyP50Ms,
      dash: [6, 2],
      widthPx: 2.4,
    },
  ];
};

/**
 * Latency of successes and failures apart: refusals within milliseconds would make a common median look better than it
 * is. Bands, as a line through the p95 of seconds that hold a few requests each would say more than they do: where they
 * are fewer than twenty, the band is named for what it is.
 */
export const latencyPanel = (result: Result): Panel | EmptyFigure => {
  const [id, title] = ['latency', 'Latency'];
  const { timeline, totals } = result;
  const series = seriesOf(timeline).filter(({ values }) => peakOf(values) !== undefined);
  const slowest = peakOf(timeline.load.latencyP99Ms);
  if (slowest === undefined)
    return emptyPanel(id, title, 'no request ended within the recorded seconds, so there is no latency');
  const limitMs = p95LimitMs(result);
  const limitsMs = limitMs === undefined ? [] : [limitMs];
  const { all, ok, failed } = totals.latency;
  return panelWith({
    id,
    title,
    howToRead: `Of the requests that succeeded the band reaches from the median to the p95 of each second; the pale one to the slowest, as in a second with fewer than ${fewerThan} the p95 is the slowest. Below 100 requests the p99 is the slowest too. Failures far below the band are refusals, far above it timeouts. The axis is logarithmic.`,
    numbers: [
      quantilesText('requests that ended', all),
      quantilesText('ok', ok, limitMs),
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
