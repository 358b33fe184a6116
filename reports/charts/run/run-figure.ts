import type { Result, Scaling } from '../../../runs/schema/result.ts';
import type { Mark, TimeFigure } from '../time/model.ts';
import { causesPanel } from './causes.ts';
import { latencyPanel } from './latency.ts';
import { replicasPanel } from './replicas.ts';
import { requestsPanel } from './requests.ts';
import { slotsPanel } from './slots.ts';

/** When the error share was within its limit again for good, in seconds from the start. */
const errorsEndSecond = ({ riseSecond, firstErrorSecond, secondsToRecover }: Scaling): number | null =>
  riseSecond === null || firstErrorSecond === null || typeof secondsToRecover !== 'number'
    ? null
    : riseSecond + secondsToRecover;

/** Where the SLO limits the latency too, the end of the errors does not say that the service has recovered. */
const errorsEndLabel = ({ checks }: Result['verdict']): string =>
  checks.some(({ objective }) => objective === 'p95Latency') ? 'errors end' : 'recovered';

/** The moments that tell how the replicas followed the load, earliest first. */
const marksOf = ({ scaling, verdict }: Result): Mark[] =>
  [
    { label: 'first failure', second: scaling.firstErrorSecond },
    { label: 'replicas asked', second: scaling.firstDecisionSecond },
    { label: 'first new one ready', second: scaling.firstNewReadySecond },
    { label: errorsEndLabel(verdict), second: errorsEndSecond(scaling) },
  ]
    .flatMap(({ label, second }) => (second === null ? [] : [{ label, second }]))
    .sort((a, b) => a.second - b.second);

const spansOf = ({ timeline }: Result): Pick<TimeFigure, 'phases' | 'lost'> => ({
  phases: timeline.phases
    .filter(({ startSeconds }) => startSeconds < timeline.seconds)
    .map(({ name, startSeconds, durationSeconds }) => ({
      from: startSeconds,
      to: Math.min(timeline.seconds, startSeconds + durationSeconds),
      name,
    })),
  lost: timeline.lost.map(({ fromSecond, toSecond, reason }) => ({
    from: Math.max(0, fromSecond),
    to: Math.min(timeline.seconds, toSecond),
    name: reason,
  })),
});

/**
 * A run on one time axis: load and its outcomes, the causes of the failed ones, latency, work against capacity,
 * replicas. In the order in which a cause travels, so that load, capacity and failures are seen together.
 */
export const runFigure = (result: Result): TimeFigure => ({
  id: 'run',
  title: 'What happened',
  seconds: result.timeline.seconds,
  ...spansOf(result),
  marks: marksOf(result),
  runs: [],
  panels: [
    requestsPanel(result),
    ...causesPanel(result),
    latencyPanel(result),
    slotsPanel(result),
    replicasPanel(result),
  ],
});

/** Panels beside others in one page: their ids begin with that of their figure. */
const panelsUnder = (id: string, panels: TimeFigure['panels']): TimeFigure['panels'] =>
  panels.map((panel) => ({ ...panel, id: `${id}-${panel.id}` }));

/** The same of the re-run that was fired to prove an advice, to look at in place of the run itself. */
export const rerunFigure = (rerun: Result): TimeFigure => {
  const figure = runFigure(rerun);
  return {
    ...figure,
    id: 'rerun',
    title: 'What happened in the re-run',
    panels: panelsUnder('rerun', figure.panels),
  };
};

/** What tells one endpoint of several from the others: how its requests ended, and how long they took. */
export const endpointFigure = (result: Result, id: string, title: string): TimeFigure => ({
  id,
  title,
  seconds: result.timeline.seconds,
  ...spansOf(result),
  marks: [],
  runs: [],
  panels: panelsUnder(id, [requestsPanel(result), latencyPanel(result)]),
});
