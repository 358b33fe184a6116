import { isCut, wentOnWithoutLost } from '../../../planner/result/cut.ts';
import type { Result } from '../../../runs/schema/result.ts';
import type { Run } from '../../../runs/schema/run.ts';
import { formatOffset } from '../../format.ts';
import { stopReasonText } from './stop-reason.ts';

const unfinished: Readonly<Record<Exclude<Run['status'], 'complete'>, string>> = {
  interrupted: 'Interrupted',
  failed: 'Failed',
  running: 'Unfinished',
};

/** Why the load ended before its plan, as recorded; a tool that was killed could not record it. */
export const stoppedText = ({ stopped }: Run): string =>
  stopped?.reason
    ? stopReasonText(stopped.reason)
    : 'the tool was killed before the load ended, or it is still running';

/** What is said before everything else when a run did not reach the end of its plan; undefined when it did. */
export const unfinishedText = ({ run, timeline }: Result): string | undefined => {
  if (!isCut(run)) return undefined;
  if (wentOnWithoutLost({ run, timeline }))
    return `Not whole: ${stoppedText(run)}. The other runners fired their shares to the end.`;
  const word = run.status === 'complete' ? 'Stopped early' : unfinished[run.status];
  const plannedSeconds = Math.max(
    ...run.phases.map(({ startSeconds, durationSeconds }) => startSeconds + durationSeconds),
  );
  return `${word}: ${stoppedText(run)}. This report covers ${formatOffset(timeline.seconds)} of the planned ${formatOffset(plannedSeconds)}.`;
};
