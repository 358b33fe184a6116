import {
  formatMs,
  formatNumber,
  formatQuantity,
  formatRequestRate,
  formatShare,
  formatStretch,
} from '../../format.ts';
import type { NoteOf } from '../plan/input-notes.ts';
import { type Context, factIn } from './cause-context.ts';

type Grew = NoteOf<'serviceGrew'>;

/** A growth is not known better than to the percent. */
const percent = (share: number): string => formatShare(Math.round(100 * share) / 100);

/**
 * By how much service times grew, and in which seconds.
 *
 * @example grownText({ times: 1.314, fromSecond: 0, toSecond: 599, isWatched: true })
 * // 'grew by 31 % in 0:00–9:59, at the same rate and with as many replicas'
 */
const grownText = ({
  times,
  fromSecond,
  toSecond,
  isWatched,
}: {
  readonly times: number;
  readonly fromSecond: number;
  readonly toSecond: number;
  /** Whether the replicas were. */
  readonly isWatched: boolean;
}): string =>
  `grew by ${percent(times - 1)} in ${formatStretch(fromSecond, toSecond)}, at the same rate ${isWatched ? 'and with as many replicas' : '(how many replicas there were was not watched)'}`;

const partText = ({ medianMs, answers, fromSecond, toSecond }: Grew['first']): string =>
  `${formatMs(medianMs)} of ${formatQuantity(answers, 'answer')} in ${formatStretch(fromSecond, toSecond)}`;

/** What it means for a plan that service times grew during a run that it rests on. */
export const growthWarning = (note: Grew): string => {
  const { run, endpoint, times, perMinute, ratePerSecond, replicas, first, last } = note;
  const grown = grownText({
    times,
    fromSecond: first.fromSecond,
    toSecond: last.toSecond,
    isWatched: replicas !== null,
  });
  const whose = endpoint === null ? 'Service times' : `Service times of ${endpoint}`;
  const where = `${formatRequestRate(ratePerSecond)}${replicas === null ? '' : ` and ${formatQuantity(replicas, 'ready replica')}`}`;
  const pace = `${percent(perMinute.low)} to ${percent(perMinute.high)} a minute`;
  return `${whose} ${grown} (${run}; median at ${where}: ${partText(first)}, ${partText(last)}; ${pace} in ${formatNumber(note.answers)} answers). The advice rests on their mean over the run. If they go on growing, it has too few replicas later: a soak of an hour at this rate tells.`;
};

/** What an explanation says of service times that grew. */
export const growthReason = (context: Context): string => {
  const fact = factIn(context, 'serviceGrew');
  if (fact === undefined) return 'service times grew while the load ran';
  const { numbers, fromSecond, toSecond, objects } = fact;
  const whose = objects.length === 0 ? 'service times' : `service times of ${objects.join(', ')}`;
  const isWatched = numbers['replicas'] !== undefined;
  return `${whose} ${grownText({ times: numbers['times'] ?? 1, fromSecond, toSecond, isWatched })}. Why is not known: memory that fills, caches or queues that grow, longer inputs, CPU that is throttled or shared do that`;
};
