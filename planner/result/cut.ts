import type { Result } from '../../runs/schema/result.ts';
import type { Run } from '../../runs/schema/run.ts';
import { recordedSecondsOf } from '../timeline/recorded-seconds.ts';

/** Whether a load was ended before its plan, as far as the run itself tells. */
export const isCut = ({ status, stopped }: Pick<Run, 'status' | 'stopped'>): boolean =>
  status !== 'complete' || stopped !== null;

/**
 * Whether a recording stops before the end of its plan, by the run or because the end of its stream is missing: what it lacks
 * may be what matters.
 */
export const lacksEnd = ({ run, timeline }: Pick<Result, 'run' | 'timeline'>): boolean =>
  isCut(run) || recordedSecondsOf(timeline) < timeline.seconds;

/**
 * Whether the load was fired to the end of its plan without runners that were lost, as `onLoss: 'goOn'` asks for: it did not end
 * early, though it is not the planned one.
 */
export const wentOnWithoutLost = ({ run, timeline }: Pick<Result, 'run' | 'timeline'>): boolean => {
  const { runners } = run.config.load;
  const reason = run.stopped?.reason;
  if (runners?.onLoss !== 'goOn' || reason?.code !== 'runnersLost') return false;
  const plannedSeconds = run.plannedPerSecond.length;
  return reason.losses.length < runners.count && recordedSecondsOf(timeline) >= plannedSeconds;
};
