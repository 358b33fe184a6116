import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import { watchedResourceOf } from './wanted.ts';

/** A time in which a watch was cut, on the tool's clock: what changed in it may have left no trace. */
export type WatchGap = { readonly fromMs: number; readonly toMs: number };

/** Changes that came late are written right after the gap in which they happened. */
const lateMs = 500;

/** When the watch of one of these resources was cut and came back, in order. */
export const gapsIn = (lines: readonly ClusterLine[], resources: readonly string[]): WatchGap[] =>
  lines
    .filter((line) => line.kind === 'gap' && resources.includes(line.resource))
    .map((line) => line as Extract<ClusterLine, { kind: 'gap' }>)
    .map(({ fromMs, toMs }) => ({ fromMs, toMs }))
    .sort((a, b) => a.fromMs - b.fromMs);

/** Whether a line shows a resource, so that what could not be read is read again. */
const shows = (line: ClusterLine, resource: string): boolean =>
  line.kind === 'gap' ? line.resource === resource : watchedResourceOf(line) === resource;

const lossesIn = (lines: readonly ClusterLine[], resource: string): WatchGap[] =>
  lines.flatMap((line, i) => {
    if (line.kind !== 'unknown' || (line.resource !== resource && line.resource !== 'cluster')) return [];
    const back = lines.slice(i + 1).find((later) => shows(later, resource));
    return [{ fromMs: line.atMs, toMs: back && 'atMs' in back ? back.atMs : Number.POSITIVE_INFINITY }];
  });

/** Gaps that touch as one. */
const joined = (gaps: readonly WatchGap[]): WatchGap[] => {
  const all: WatchGap[] = [];
  for (const { fromMs, toMs } of gaps.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = all.at(-1);
    if (last === undefined || fromMs > last.toMs) all.push({ fromMs, toMs });
    else all[all.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, toMs) };
  }
  return all;
};

/**
 * When one of these resources was not seen, in order: its watch was cut, or it could not be read. What is not seen to happen in
 * such a time may have happened. One that has no end lasts for ever.
 */
export const unseenIn = (lines: readonly ClusterLine[], resources: readonly string[]): WatchGap[] =>
  joined([...gapsIn(lines, resources), ...resources.flatMap((resource) => lossesIn(lines, resource))]);

/** Whether the watch was cut at a moment. */
export const isInGap = (gaps: readonly WatchGap[], atMs: number): boolean =>
  gaps.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);

/**
 * Whether something could have happened unseen between two moments. What is seen right after a gap may have happened at any
 * moment of it.
 */
export const wasCutBetween = (
  gaps: readonly WatchGap[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): boolean => gaps.some((gap) => gap.fromMs <= toMs && gap.toMs + lateMs >= fromMs);
