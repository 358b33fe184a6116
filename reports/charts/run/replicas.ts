import type { Result, Scaling } from '../../../runs/schema/result.ts';
import { formatCount, formatOffset, formatOr, formatSeconds } from '../../format.ts';
import { boundText, firstText, mostText } from '../../words/causes/replicas.ts';
import type { EmptyFigure } from '../figure.ts';
import { peakOf } from '../seconds.ts';
import { linearTicks } from '../ticks.ts';
import type { Panel } from '../time/model.ts';
import { unknownReplicas } from './cluster-unknown.ts';
import { panelWith } from './panel.ts';

const followText = (scaling: Scaling): string => {
  const { riseSecond, firstDecisionSecond: decision, firstNewReadySecond: ready } = scaling;
  const { partlySeen } = scaling;
  if (decision === null) {
    if (partlySeen.firstDecisionSecond)
      return 'Desired replicas were not seen to rise; the cluster could not be read all the time.';
    return riseSecond === null
      ? 'Desired replicas never rose.'
      : 'Desired replicas did not rise after the load did.';
  }
  const since =
    riseSecond === null ? '' : `Moments count from the rise of the load at ${formatOffset(riseSecond)}. `;
  const rose = `${since}Desired replicas rose first at ${firstText(scaling, 'firstDecisionSecond', '')}`;
  if (ready === null)
    return `${rose}; none of those replicas ${partlySeen.firstNewReadySecond ? 'was seen to become' : 'became'} ready.`;
  const first = `${rose}; the first of those replicas was ready at ${firstText(scaling, 'firstNewReadySecond', '')}`;
  const isSeen = !partlySeen.firstDecisionSecond && !partlySeen.firstNewReadySecond;
  return isSeen ? `${first}, ${formatSeconds(ready - decision)} later.` : `${first}.`;
};

/** What was asked for, what was there, and what was on its way: the gap is the start-up lag. */
export const replicasPanel = ({ timeline, scaling }: Result): Panel | EmptyFigure => {
  const [id, title] = ['replicas', 'Replicas'];
  const { desired, ready, pending } = timeline.cluster;
  const peaks = [desired, ready, pending].map(peakOf);
  if (peaks.every((peak) => peak === undefined)) return unknownReplicas(id, title, timeline);
  return panelWith({
    id,
    title,
    howToRead:
      'The dashed line is what the autoscaler asked for, the solid line what could serve; the time between their steps is the start-up lag.',
    numbers:
      `${followText(scaling)} Most desired ${mostText(scaling, 'peakDesired')}, most ready ` +
      `${mostText(scaling, 'peakReady')}, most pending ${boundText(formatOr(peaks[2]?.value, formatCount), scaling.partlySeen.peakReady)}.`,
    unit: 'count',
    ticks: linearTicks(Math.max(...peaks.map((peak) => peak?.value ?? 0)), true),
    heightPx: 70,
    series: [
      { label: 'ready', colour: 'blue', draw: 'line', values: ready, widthPx: 2.4 },
      { label: 'desired', colour: 'ink', draw: 'line', values: desired, dash: [5, 3] },
      { label: 'pending', colour: 'orange', draw: 'line', values: pending, dash: [1.5, 2] },
    ],
  });
};
