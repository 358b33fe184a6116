import { stretchesOf } from '../../../planner/measure/errors.ts';
import { requestsPerArrival } from '../../../planner/measure/requests-per-arrival.ts';
import type { Result } from '../../../runs/schema/result.ts';
import { formatCount, formatOffset, formatQuantity, formatRate } from '../../format.ts';
import { groupOutcomes, type OutcomeGroup } from '../../outcomes.ts';
import { requestsEachText } from '../../words/run/requests-per-arrival.ts';
import type { EmptyFigure } from '../figure.ts';
import { peakOf, secondsText, secondsWhere } from '../seconds.ts';
import { linearTicks } from '../ticks.ts';
import type { Lane, Panel, Series } from '../time/model.ts';
import { emptyPanel, panelWith } from './panel.ts';

/**
 * A row of its own for each kind of failure, above the stack: a second with one failure among a thousand requests is
 * too thin to see in a stack, but leaves its mark here.
 */
const laneOf = ({ label, short, colour, perSecond }: OutcomeGroup): Lane => ({
  short,
  label,
  colour,
  stretches: stretchesOf(perSecond.flatMap((count, second) => (count > 0 ? [second] : []))).map(
    ({ fromSecond, toSecond }) => ({ from: fromSecond, to: toSecond + 1 }),
  ),
});

const nameOf = ({ label, members }: OutcomeGroup): string =>
  members.length > 1 && label !== 'ok' ? `${label} (${members.join(', ')})` : label;

const sentenceOf = ({ label, perSecond, total }: OutcomeGroup): string => {
  const [peak, seconds] = [peakOf(perSecond)!, secondsWhere(perSecond, (count) => count > 0)!];
  return (
    `${formatCount(total)} × ${label} in ${secondsText(seconds)}, ` +
    `most ${formatRate(peak.value)} at ${formatOffset(peak.second)}.`
  );
};

const rateText = ({ run, timeline, totals }: Result): string => {
  const offered = peakOf(timeline.load.offeredRatePerSecond);
  const achieved = peakOf(timeline.load.arrivals);
  if (offered === undefined || achieved === undefined) return '';
  const each = requestsPerArrival(run, totals);
  return (
    `Offered at most ${formatRate(offered.value)}, first at ${formatOffset(offered.second)}; achieved at most ` +
    `${formatRate(achieved.value)}, at ${formatOffset(achieved.second)}. ${formatCount(totals.arrivals)} of ` +
    `${formatQuantity(totals.planned, 'planned arrival')} were sent, ${formatCount(totals.dropped)} dropped.` +
    (each === 1 ? '' : ` Offered and achieved are arrivals: each sent ${requestsEachText(each)}.`)
  );
};

/** What was planned and what became of it: the arrivals that the generator sent, and those it had nobody for. */
const rateLines = ({ timeline, totals }: Result): Series[] => {
  const { offeredRatePerSecond, arrivals, dropped, retries } = timeline.load;
  return [
    { label: 'achieved', colour: 'ink', draw: 'line', values: arrivals, widthPx: 1.2 },
    { label: 'offered', colour: 'ink', draw: 'line', values: offeredRatePerSecond, dash: [5, 3] },
    ...(retries === undefined
      ? []
      : [{ label: 'retries', colour: 'teal', draw: 'line', values: retries, dash: [8, 3] } as const]),
    ...(totals.dropped === 0
      ? []
      : [{ label: 'dropped', colour: 'pink', draw: 'line', values: dropped, dash: [1.5, 2.5] } as const]),
  ];
};

const stackOf = (groups: readonly OutcomeGroup[]): Series[] =>
  groups.map((group) => ({
    label: nameOf(group),
    total: formatCount(group.total),
    colour: group.colour,
    draw: 'stack',
    values: group.perSecond,
    ...(group.kind !== 'ok' && { isFailure: true }),
  }));

/** Planned arrivals against those that were sent, and how they ended: the step, its height, its width, its onset. */
export const requestsPanel = (result: Result): Panel | EmptyFigure => {
  const [id, title] = ['requests', 'Requests each second'];
  const { timeline } = result;
  const groups = groupOutcomes(timeline);
  const failed = groups.filter(({ kind }) => kind !== 'ok');
  const ok = groups.at(-1)!;
  const lines = rateLines(result);
  const stacked = timeline.load.arrivals.map((_, i) =>
    groups.reduce((sum, { perSecond }) => sum + perSecond[i]!, 0),
  );
  const highest = Math.max(
    0,
    ...[stacked, ...lines.map(({ values }) => values)].map((one) => peakOf(one)?.value ?? 0),
  );
  if (highest === 0) return emptyPanel(id, title, 'no request was planned in the recorded seconds');
  return panelWith({
    id,
    title,
    howToRead:
      'Each bar is one second, failures at the bottom, upwards in the order of the legend; the rows above mark every second that had one. The dashed line is the plan.',
    numbers: [
      rateText(result),
      ...failed.map(sentenceOf),
      `${formatQuantity(ok.total, 'request')} succeeded.`,
    ]
      .join(' ')
      .trim(),
    unit: 'perSecond',
    ticks: linearTicks(highest, true),
    heightPx: 130,
    lanes: failed.map(laneOf),
    series: [...stackOf(groups), ...lines],
  });
};
