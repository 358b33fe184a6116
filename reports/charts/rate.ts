import { formatCount, formatOffset, formatQuantity, formatRate } from '../format.ts';
import type { FigureBuilder, LegendEntry } from './figure.ts';
import { stepLine } from './layers.ts';
import { perSecondTable } from './per-second-table.ts';
import { peakOf } from './seconds.ts';
import { linearTicks } from './ticks.ts';
import { timePanel } from './time-panel.ts';

const dash = [5, 3];
const dropDash = [1.5, 2.5];

/** Planned arrivals against those that were sent: did the generator do what it was asked? */
export const rateFigure: FigureBuilder = ({ timeline, totals }) => {
  const title = 'Offered and achieved rate';
  const { offeredRatePerSecond, arrivals, dropped, retries } = timeline.load;
  const offered = peakOf(offeredRatePerSecond);
  const achieved = peakOf(arrivals);
  if (offered === undefined || achieved === undefined) {
    return { kind: 'empty', id: 'rate', title, why: 'the load had not reached its first second' };
  }
  const someDropped = totals.dropped > 0;
  const legend: LegendEntry[] = [
    { label: 'offered (planned arrivals)', colour: 'ink', mark: 'line', dash },
    { label: 'achieved (requests sent)', colour: 'blue', mark: 'line' },
  ];
  if (retries !== undefined) {
    legend.push({ label: 'retries, beside them', colour: 'orange', mark: 'line' });
  }
  if (someDropped) {
    legend.push({ label: 'dropped (no virtual user free)', colour: 'pink', mark: 'line', dash: dropDash });
  }
  return {
    kind: 'figure',
    id: 'rate',
    title,
    howToRead:
      'Requests a second by the second of their arrival; where the solid line leaves the dashed one, the generator did not keep its plan.',
    numbers:
      `Offered at most ${formatRate(offered.value)}, first at ${formatOffset(offered.second)}; achieved at most ` +
      `${formatRate(achieved.value)}, at ${formatOffset(achieved.second)}. ${formatCount(totals.arrivals)} of ` +
      `${formatQuantity(totals.planned, 'planned arrival')} were sent, ${formatCount(totals.dropped)} dropped.`,
    legend,
    spec: timePanel(
      timeline,
      { ticks: linearTicks(Math.max(offered.value, achieved.value, ...(retries ?? []))), label: formatRate },
      [
        stepLine(arrivals, { colour: 'blue', widthPx: 2.4 }),
        stepLine(offeredRatePerSecond, { colour: 'ink', dash, widthPx: 1.3 }),
        ...(retries === undefined ? [] : [stepLine(retries, { colour: 'orange', widthPx: 1.3 })]),
        ...(someDropped ? [stepLine(dropped, { colour: 'pink', dash: dropDash })] : []),
      ],
    ),
    table: perSecondTable(timeline.seconds, [
      { name: 'offered/s', values: offeredRatePerSecond, combine: 'largest', format: formatCount },
      { name: 'sent', values: arrivals, combine: 'sum', format: formatCount },
      ...(retries === undefined
        ? []
        : [{ name: 'retries', values: retries, combine: 'sum' as const, format: formatCount }]),
      { name: 'dropped', values: dropped, combine: 'sum', format: formatCount },
    ]),
  };
};
