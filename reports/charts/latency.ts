import type { GappySeries } from '../../planner/stats/cross-correlation.ts';
import type { Latency, Result } from '../../runs/schema/result.ts';
import { endpointsOf } from '../../runs/schema/run.ts';
import { formatCount, formatMs, formatOffset, formatOr } from '../format.ts';
import type { EmptyFigure, FigureBuilder } from './figure.ts';
import { type LineStyle, limitLine, stepLine } from './layers.ts';
import { perSecondTable } from './per-second-table.ts';
import { peakOf } from './seconds.ts';
import { logTicks } from './ticks.ts';
import { timePanel } from './time-panel.ts';

type Line = { readonly name: string; readonly values: GappySeries; readonly style: LineStyle };

/** A logarithmic axis has no zero: a latency of 0 ms is drawn on the lowest line. */
const lowestDrawnMs = 0.1;
const drawable = (values: GappySeries): GappySeries =>
  values.map((value) => (value === null ? null : Math.max(lowestDrawnMs, value)));

const axisOf = (lines: readonly Line[], limitsMs: readonly number[]) => {
  const known = [...lines.flatMap(({ values }) => drawable(values)), ...limitsMs].filter(
    (value) => value !== null,
  );
  const [low, high] = known.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, 0],
  );
  return { ticks: logTicks(low, high), label: formatMs, scale: 'log' as const };
};

const tableOf = (seconds: number, lines: readonly Line[]) =>
  perSecondTable(
    seconds,
    lines.map(({ name, values }) => ({ name, values, combine: 'largest', format: formatMs })),
  );

const noAnswers = (id: string, title: string): EmptyFigure => ({
  kind: 'empty',
  id,
  title,
  why: 'no request ended within the recorded seconds, so there is no latency',
});

/** @example quantilesSentence('ok', latency) // '1,730 ok: p50 115 ms, p95 264 ms, p99 353 ms, largest 512 ms.' */
const quantilesSentence = (name: string, latency: Latency): string =>
  latency.count === 0
    ? `0 ${name}.`
    : `${formatCount(latency.count)} ${name}: p50 ${formatOr(latency.p50Ms, formatMs)}, p95 ${formatOr(latency.p95Ms, formatMs)}, ` +
      `p99 ${formatOr(latency.p99Ms, formatMs)}, largest ${formatOr(latency.maxMs, formatMs)}.`;

/** Latency of everything that ended: what a client of the service went through. */
export const latencyFigure: FigureBuilder = ({ timeline, totals }) => {
  const [id, title] = ['latency', 'Latency of all requests'];
  const { latencyP50Ms, latencyP95Ms, latencyP99Ms } = timeline.load;
  const lines: Line[] = [
    { name: 'p50', values: latencyP50Ms, style: { colour: 'blue', widthPx: 2.4 } },
    { name: 'p95', values: latencyP95Ms, style: { colour: 'brown', dash: [6, 2] } },
    { name: 'p99', values: latencyP99Ms, style: { colour: 'pink', dash: [1.5, 2] } },
  ];
  const slowest = peakOf(latencyP99Ms);
  if (slowest === undefined) return noAnswers(id, title);
  return {
    kind: 'figure',
    id,
    title,
    howToRead:
      'Half of the requests of a second were faster than p50, all but one in twenty than p95, all but one in a hundred than p99; the axis is logarithmic.',
    numbers:
      `${quantilesSentence('requests that ended', totals.latency.all)} The slowest second is ` +
      `${formatOffset(slowest.second)} with a p99 of ${formatMs(slowest.value)}.`,
    legend: lines.map(({ name, style }) => ({ label: name, mark: 'line', ...style })),
    spec: timePanel(
      { ...timeline, holes: timeline.lost },
      axisOf(lines, []),
      lines.map(({ values, style }) => stepLine(drawable(values), style)),
    ),
    table: tableOf(timeline.seconds, lines),
  };
};

/** The limit for p95 where one holds for all that is drawn: several endpoints have their own. */
const limitOf = ({ run, endpoints }: Result): number | undefined =>
  endpoints.length > 1
    ? undefined
    : endpointsOf(run.config).find(({ name }) => name === endpoints[0]?.name)?.slo.p95LatencyMs;

/** Successes and failures apart: refusals within milliseconds make a common median look better than it is. */
export const latencyByOutcomeFigure: FigureBuilder = (result) => {
  const { timeline, totals } = result;
  const [id, title] = ['latency-by-outcome', 'Latency of successes and failures'];
  const { okLatencyP50Ms, okLatencyP95Ms, failedLatencyP50Ms } = timeline.load;
  const lines: Line[] = [
    { name: 'ok p50', values: okLatencyP50Ms, style: { colour: 'blue', widthPx: 2.4 } },
    { name: 'ok p95', values: okLatencyP95Ms, style: { colour: 'brown', dash: [6, 2] } },
    {
      name: 'failed p50',
      values: failedLatencyP50Ms,
      style: { colour: 'orange', dash: [2, 1.5], widthPx: 3 },
    },
  ];
  if (lines.every(({ values }) => peakOf(values) === undefined)) return noAnswers(id, title);
  const limitMs = limitOf(result);
  const limitsMs = limitMs === undefined ? [] : [limitMs];
  return {
    kind: 'figure',
    id,
    title,
    howToRead:
      'Failures far below the successes are refusals, failures far above them are timeouts; the limit holds for p95 of the successes.',
    numbers: `${quantilesSentence('ok', totals.latency.ok)} ${quantilesSentence('failed', totals.latency.failed)}${
      limitMs === undefined ? '' : ` The limit for p95 of the successes is ${formatMs(limitMs)}.`
    }`,
    legend: lines.map(({ name, style }) => ({ label: name, mark: 'line', ...style })),
    spec: timePanel({ ...timeline, holes: timeline.lost }, axisOf(lines, limitsMs), [
      ...lines.map(({ values, style }) => stepLine(drawable(values), style)),
      ...limitsMs.flatMap((limit) => limitLine(limit, `limit p95 ${formatMs(limit)}`)),
    ]),
    table: tableOf(timeline.seconds, lines),
  };
};
