import { formatCount, formatNumber, formatOffset } from '../format.ts';
import { clusterUnknown } from './cluster-unknown.ts';
import type { FigureBuilder, LegendEntry } from './figure.ts';
import { stepLine } from './layers.ts';
import { perSecondTable } from './per-second-table.ts';
import { peakOf, secondsText, secondsWhere } from './seconds.ts';
import { linearTicks } from './ticks.ts';
import { timePanel } from './time-panel.ts';

/** At this utilization a new request is as good as certain to wait. */
const fullShare = 0.95;

const howBusyWasFound = {
  serviceTimeHeader: 'from the service time that the server reports',
  inFlight: 'from the requests in flight, as the server reports no service time',
  unknown: 'in a way that is not known',
} as const;

/** Work against room for it: where the lines meet, requests wait or are refused. */
export const busySlotsFigure: FigureBuilder = ({ timeline }) => {
  const [id, title] = ['busy-slots', 'Busy slots'];
  const { busySlots, ready, busySlotsFrom } = timeline.cluster;
  const slots = ready.map((replicas) => (replicas === null ? null : replicas * timeline.slotsPerReplica));
  const [busiest, widest] = [peakOf(busySlots), peakOf(slots)];
  if (busiest === undefined) return clusterUnknown(id, title, timeline);
  const full = secondsWhere(busySlots, (busy, second) => {
    const room = slots[second] ?? null;
    return room !== null && room > 0 && busy >= fullShare * room;
  });
  const legend: LegendEntry[] = [
    { label: 'busy slots', colour: 'blue', mark: 'line' },
    { label: 'slots of ready replicas', colour: 'ink', mark: 'line', dash: [5, 3] },
  ];
  return {
    kind: 'figure',
    id,
    title,
    howToRead: `A slot runs one request; where the solid line reaches the dashed one, new requests must wait or are refused. Busy slots were found ${howBusyWasFound[busySlotsFrom]}.`,
    numbers: [
      `At most ${formatNumber(busiest.value)} busy, at ${formatOffset(busiest.second)}.`,
      widest === undefined
        ? 'How many slots there were is unknown.'
        : `At most ${formatCount(widest.value)} slots were ready.`,
      ...(full === undefined ? [] : [`All slots were busy in ${secondsText(full)}.`]),
    ].join(' '),
    legend,
    spec: timePanel(
      timeline,
      { ticks: linearTicks(Math.max(busiest.value, widest?.value ?? 0)), label: formatNumber },
      [
        stepLine(busySlots, { colour: 'blue', widthPx: 2.4 }),
        stepLine(slots, { colour: 'ink', dash: [5, 3] }),
      ],
    ),
    table: perSecondTable(timeline.seconds, [
      { name: 'busy slots', values: busySlots, combine: 'largest', format: formatNumber },
      { name: 'slots', values: slots, combine: 'largest', format: formatCount },
    ]),
  };
};
