import type { ClusterLine } from '../../runs/schema/cluster-series.ts';

/** A time in which a watch was cut, on the tool's clock: what changed in it may have left no trace. */
export type WatchGap = { readonly fromMs: number; readonly toMs: number };

/** Changes that came late are written right after the gap in which they happened. */
const lateMs = 500;

/** When the watch of one of these resources was cut, in order. */
export const gapsIn = (lines: readonly ClusterLine[], resources: readonly string[]): WatchGap[] =>
  lines
    .filter((line) => line.kind === 'gap' && resources.includes(line.resource))
    .map((line) => line as Extract<ClusterLine, { kind: 'gap' }>)
    .map(({ fromMs, toMs }) => ({ fromMs, toMs }))
    .sort((a, b) => a.fromMs - b.fromMs);

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
