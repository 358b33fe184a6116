import type { Result } from '../../../runs/schema/result.ts';
import { formatCount, formatNumber, formatOffset, formatShare } from '../../format.ts';
import type { EmptyFigure } from '../figure.ts';
import { peakOf, secondsText, secondsWhere } from '../seconds.ts';
import { linearTicks } from '../ticks.ts';
import type { Panel, Series } from '../time/model.ts';
import { unknownReplicas } from './cluster-unknown.ts';
import { panelWith } from './panel.ts';

/** At this utilization a new request is as good as certain to wait. */
const fullShare = 0.95;

const howBusyWasFound = {
  serviceTimeHeader: 'from the service time that the server reports',
  inFlight: 'from the requests in flight, as the server reports no service time',
  unknown: 'in a way that is not known',
} as const;

/** The share of the slots at which the autoscaler wants more, where its rule has one. */
const targetOf = ({ run }: Result): number | undefined => {
  const { autoscaler } = run.config;
  return autoscaler !== null && 'targetUtilization' in autoscaler ? autoscaler.targetUtilization : undefined;
};

/** Utilization at its highest, and how long it stood above the target. */
const utilizationText = (result: Result, target: number | undefined): string[] => {
  const { utilization } = result.timeline.cluster;
  const peak = peakOf(utilization);
  if (peak === undefined) return [];
  const highest = `Highest utilization ${formatShare(peak.value)} at ${formatOffset(peak.second)}.`;
  if (target === undefined) return [highest];
  const above = secondsWhere(utilization, (share) => share > target);
  return [
    highest,
    above === undefined
      ? `Never above the target of ${formatShare(target)}.`
      : `Above the target of ${formatShare(target)} in ${secondsText(above)}.`,
  ];
};

/** Work against room for it: where the lines meet, requests wait or are refused. */
export const slotsPanel = (result: Result): Panel | EmptyFigure => {
  const [id, title] = ['slots', 'Busy slots against capacity'];
  const { timeline } = result;
  const { busySlots, ready, busySlotsFrom } = timeline.cluster;
  const slots = ready.map((replicas) => (replicas === null ? null : replicas * timeline.slotsPerReplica));
  const [busiest, widest] = [peakOf(busySlots), peakOf(slots)];
  if (busiest === undefined) return unknownReplicas(id, title, timeline);
  const target = targetOf(result);
  const full = secondsWhere(busySlots, (busy, second) => {
    const room = slots[second] ?? null;
    return room !== null && room > 0 && busy >= fullShare * room;
  });
  const series: Series[] = [
    { label: 'busy slots', colour: 'blue', draw: 'line', values: busySlots, widthPx: 2.4 },
    { label: 'slots of ready replicas', colour: 'ink', draw: 'line', values: slots, dash: [5, 3] },
  ];
  if (target !== undefined) {
    series.push({
      label: `autoscaler's target, ${formatShare(target)} of them`,
      colour: 'brown',
      draw: 'line',
      values: slots.map((room) => (room === null ? null : room * target)),
      dash: [1.5, 2.5],
      widthPx: 1.4,
    });
  }
  return panelWith({
    id,
    title,
    howToRead: `A slot runs one request; where the solid line reaches the dashed one, new requests must wait or are refused. Busy slots were found ${howBusyWasFound[busySlotsFrom]}.`,
    numbers: [
      `At most ${formatNumber(busiest.value)} busy, at ${formatOffset(busiest.second)}.`,
      widest === undefined
        ? 'How many slots there were is unknown.'
        : `At most ${formatCount(widest.value)} slots were ready.`,
      ...(full === undefined ? [] : [`All slots were busy in ${secondsText(full)}.`]),
      ...utilizationText(result, target),
    ].join(' '),
    unit: 'number',
    ticks: linearTicks(Math.max(busiest.value, widest?.value ?? 0)),
    heightPx: 80,
    series,
  });
};
