import type { GappySeries } from '../../planner/stats/cross-correlation.ts';
import type { Result } from '../../runs/schema/result.ts';
import { formatOffset, formatShare } from '../format.ts';
import { clusterUnknown } from './cluster-unknown.ts';
import type { FigureBuilder } from './figure.ts';
import { limitLine, stepLine } from './layers.ts';
import { perSecondTable } from './per-second-table.ts';
import { peakOf, secondsText, secondsWhere } from './seconds.ts';
import { linearTicks } from './ticks.ts';
import { timePanel } from './time-panel.ts';

/** The autoscaler's target, where its rule has one. */
const targetOf = ({ run }: Result): number | undefined => {
  const autoscaler = run.config.autoscaler;
  return autoscaler !== null && 'targetUtilization' in autoscaler ? autoscaler.targetUtilization : undefined;
};

const aboveText = (utilization: GappySeries, target: number): string => {
  const above = secondsWhere(utilization, (share) => share > target);
  return above === undefined
    ? `Never above the target of ${formatShare(target)}.`
    : `Above the target of ${formatShare(target)} in ${secondsText(above)}.`;
};

/** Utilization by second, with the autoscaler's target where it has one. */
export const utilizationFigure: FigureBuilder = (result) => {
  const [id, title] = ['utilization', 'Utilization'];
  const { timeline } = result;
  const { utilization } = timeline.cluster;
  const peak = peakOf(utilization);
  if (peak === undefined) return clusterUnknown(id, title, timeline);
  const target = targetOf(result);
  return {
    kind: 'figure',
    id,
    title,
    howToRead:
      'Busy slots divided by the slots of ready replicas; above its target the autoscaler wants more replicas, near 100 % requests wait.',
    numbers: [
      `Highest ${formatShare(peak.value)} at ${formatOffset(peak.second)}.`,
      ...(target === undefined ? [] : [aboveText(utilization, target)]),
    ].join(' '),
    legend: [{ label: 'utilization', colour: 'blue', mark: 'line' }],
    spec: timePanel(timeline, { ticks: linearTicks(Math.max(1, peak.value)), label: formatShare }, [
      stepLine(utilization, { colour: 'blue', widthPx: 2.4 }),
      ...(target === undefined ? [] : limitLine(target, `target ${formatShare(target)}`)),
    ]),
    table: perSecondTable(timeline.seconds, [
      { name: 'utilization', values: utilization, combine: 'largest', format: formatShare },
    ]),
  };
};
