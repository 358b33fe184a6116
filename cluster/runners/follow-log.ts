import type { Random } from '../../planner/stats/random.ts';
import type { KubeClient, LogPlace, WatchEnd } from '../connect/kube-client.ts';
import { backoffMs } from '../follow/resume.ts';
import { pause } from '../pause.ts';

/** When to try again and when to give up; tests shorten them. */
export type LogLimits = {
  readonly backoffFirstMs: number;
  readonly backoffMostMs: number;
  /** While lines are due each second: a connection without any for so long is taken for dead. */
  readonly idleMs: number;
  /** And the runner for lost. */
  readonly lostMs: number;
};

/** A node that has gone keeps a connection open without a word. */
export const defaultLogLimits: LogLimits = {
  backoffFirstMs: 200,
  backoffMostMs: 3000,
  idleMs: 8000,
  lostMs: 45_000,
};

/** Clocks of node and tool may differ, and lines may be on their way: so much of the log is asked for twice. */
const overlapSeconds = 5;

type FollowLog = {
  readonly client: Pick<KubeClient, 'readLog'>;
  readonly place: LogPlace;
  readonly signal: AbortSignal;
  readonly limits: LogLimits;
  readonly random: Random;
  readonly onText: (text: string) => void;
  /** The connection was cut, and is taken up again: lines come a second time, and are known by their numbers. */
  readonly onCut: (reason: string) => void;
  /** Lines are due each second. */
  readonly isDue: () => boolean;
  /** The container has ended: then the end of its log is the end. */
  readonly isOver: () => boolean;
};

/** One connection; it is broken off when lines are due and none comes. */
const readOnce = async (
  { client, place, signal, limits, isDue }: FollowLog,
  sinceSeconds: number | null,
  onText: (text: string) => void,
): Promise<WatchEnd> => {
  const idle = new AbortController();
  let quietMs = 0;
  const tickMs = Math.min(500, limits.idleMs / 2);
  const watch = setInterval(() => {
    quietMs = isDue() ? quietMs + tickMs : 0;
    if (quietMs >= limits.idleMs) idle.abort();
  }, tickMs);
  const end = await client.readLog({
    place,
    sinceSeconds,
    signal: AbortSignal.any([signal, idle.signal]),
    onText: (text) => {
      quietMs = 0;
      onText(text);
    },
  });
  clearInterval(watch);
  return idle.signal.aborted ? { kind: 'idle' } : end;
};

const cutText = (end: WatchEnd): string => {
  if (end.kind === 'idle') return 'no line came for too long';
  // The library's own words for a refusal are several lines.
  if (end.kind === 'refused') return `the server answers ${end.status}`;
  return end.kind === 'ended' ? 'it ended before the load' : end.reason;
};

/**
 * Follows a pod's log to its end, however often the connection is cut. After a cut it asks for the log since the last line that
 * came, and some seconds more. What the kubelet has rotated away meanwhile is not there any more: the numbers of the lines tell,
 * and the runner is asked for them (load/runners/ask-again.ts).
 *
 * @returns whether the log was read to its end, or why it can't be read any more
 */
export const followLog = async (options: FollowLog): Promise<'read' | 'gone' | 'silent'> => {
  const { signal, limits, onCut, isOver, isDue } = options;
  let heardAtMs: number | null = null;
  let failures = 0;
  while (!signal.aborted) {
    const quietMs = heardAtMs === null ? 0 : performance.now() - heardAtMs;
    if (isDue() && quietMs > limits.lostMs) return 'silent';
    const wasOver = isOver();
    const since = heardAtMs === null ? null : Math.ceil(quietMs / 1000) + overlapSeconds;
    const end = await readOnce(options, since, (text) => {
      [heardAtMs, failures] = [performance.now(), 0];
      options.onText(text);
    });
    if (signal.aborted || (end.kind === 'refused' && end.status === 404)) return 'gone';
    // The server ends a log whose container has ended. One that ended meanwhile is read once more.
    if (end.kind === 'ended' && wasOver) return 'read';
    failures += 1;
    // A connection that breaks behind the API server ends in good order here.
    if (heardAtMs !== null && (end.kind !== 'ended' || isDue())) onCut(cutText(end));
    await pause(backoffMs(failures, limits, options.random), signal);
  }
  return 'gone';
};
