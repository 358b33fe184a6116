import { stretchesOf } from '../../planner/measure/errors.ts';
import { formatCount, formatOffset, formatQuantity, formatRate } from '../format.ts';
import { groupOutcomes, type OutcomeGroup } from '../outcomes.ts';
import { worstSecondBars } from './downsample.ts';
import type { FigureBuilder } from './figure.ts';
import { stack } from './layers.ts';
import { colour } from './palette.ts';
import { perSecondTable } from './per-second-table.ts';
import type { ChartLayer } from './render-svg.ts';
import { peakOf, secondsText, secondsWhere } from './seconds.ts';
import { linearTicks } from './ticks.ts';
import { timePanel } from './time-panel.ts';

const laneHeightPx = 18;
/** Share of the axis that a lane's name needs beside its marks. */
const nameShare = 0.35;

/** Stretches of neighbouring seconds with at least one request; the end is not included. */
const marksOf = (perSecond: readonly number[]): { from: number; to: number }[] =>
  stretchesOf(perSecond.flatMap((count, second) => (count > 0 ? [second] : []))).map(
    ({ fromSecond, toSecond }) => ({ from: fromSecond, to: toSecond + 1 }),
  );

/**
 * A row of its own for each kind of failure, above the stack: a second with one failure among a thousand requests is
 * too thin to see in a stack, but leaves its mark here. The round cap keeps the mark visible when a second is thinner
 * than a pixel.
 */
const lane = (group: OutcomeGroup, index: number): ChartLayer[] => {
  const y = { value: index * laneHeightPx + 8 };
  const marks = marksOf(group.perSecond);
  const seconds = group.perSecond.length;
  const [first, last] = [marks[0]!.from, marks.at(-1)!.to];
  const after = last < seconds * (1 - nameShare);
  const before = first > seconds * nameShare;
  const name = after || before ? `${group.label}: ${formatCount(group.total)}` : group.label.slice(0, 8);
  const x = { field: 'from', type: 'quantitative' } as const;
  return [
    {
      data: { values: marks },
      mark: { type: 'rule', stroke: colour(group.colour), strokeWidth: 5, strokeCap: 'round' },
      encoding: { x, x2: { field: 'to' }, y },
    },
    {
      data: { values: [{ from: after ? last : before ? first : 0, name }] },
      mark: {
        type: 'text',
        align: after ? 'left' : 'right',
        dx: after ? 8 : -8,
        baseline: 'middle',
        fill: colour('text'),
      },
      encoding: { x, y, text: { field: 'name', type: 'nominal' } },
    },
  ];
};

const sentenceOf = ({ label, perSecond, total }: OutcomeGroup): string => {
  const [peak, seconds] = [peakOf(perSecond)!, secondsWhere(perSecond, (count) => count > 0)!];
  return (
    `${formatCount(total)} × ${label} in ${secondsText(seconds)}, ` +
    `most ${formatRate(peak.value)} at ${formatOffset(peak.second)}.`
  );
};

const totalPerSecond = (groups: readonly OutcomeGroup[], seconds: number): number[] =>
  Array.from({ length: seconds }, (_, second) =>
    groups.reduce((sum, { perSecond }) => sum + perSecond[second]!, 0),
  );

/** Every request by the second of its arrival and by how it ended: the step, its height, its width, its onset. */
export const outcomesFigure: FigureBuilder = ({ timeline }) => {
  const title = 'Outcomes by code';
  const groups = groupOutcomes(timeline);
  const marked = groups.filter(({ kind }) => kind !== 'ok');
  const peak = peakOf(totalPerSecond(groups, timeline.seconds));
  if (peak === undefined || peak.value === 0) {
    return { kind: 'empty', id: 'outcomes', title, why: 'no request was answered and none failed' };
  }
  const bars = worstSecondBars(totalPerSecond(marked, timeline.seconds));
  const barSeconds = bars[0]!.toSecond - bars[0]!.fromSecond;
  const ok = groups.at(-1)!;
  return {
    kind: 'figure',
    id: 'outcomes',
    title,
    howToRead:
      (barSeconds === 1
        ? 'Each bar is one second, its height the requests that arrived in it, failures at the bottom; '
        : `Each bar is the one second with most failures out of ${barSeconds}, failures at the bottom; `) +
      'the rows above mark every second that had one of that kind.',
    numbers:
      marked.length === 0
        ? `All ${formatQuantity(ok.total, 'request')} succeeded.`
        : `${marked.map(sentenceOf).join(' ')} ${formatQuantity(ok.total, 'request')} succeeded.`,
    legend: [
      ...marked.map(({ label, members, colour: name, total }) => ({
        label: `${members.length > 1 ? `${label} (${members.join(', ')})` : label}: ${formatCount(total)}`,
        colour: name,
        mark: 'area' as const,
      })),
      { label: `ok (2xx): ${formatCount(ok.total)}`, colour: ok.colour, mark: 'area' },
    ],
    spec: timePanel(
      { ...timeline, holes: timeline.lost },
      {
        ticks: linearTicks(peak.value, true),
        label: formatRate,
        headroomPx: marked.length * laneHeightPx + 4,
      },
      [...stack(bars, groups), ...marked.flatMap(lane)],
    ),
    table: perSecondTable(
      timeline.seconds,
      groups.map(({ label, perSecond }) => ({
        name: label,
        values: perSecond,
        combine: 'sum',
        format: formatCount,
      })),
    ),
  };
};
