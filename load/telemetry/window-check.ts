import type { Metric } from './otlp-decode.ts';

/** A stretch of time, ms since the epoch, of which no telemetry came. */
export type Gap = { readonly fromMs: number; readonly toMs: number };

export type WindowCheck = {
  /** When the last export ended; undefined before the first one. */
  readonly endMs: () => number | undefined;
  /** Takes the next export; gives the gap between it and the one before, if there is one. */
  readonly next: (metrics: readonly Metric[]) => Gap | undefined;
};

/**
 * k6 reads its metrics one after the other, each with a look at the clock, so the windows of one export differ by as
 * long as that takes. A lost export leaves a whole second.
 */
const collectionMsMax = 100;

/**
 * Tells whether every export starts where the one before ended: k6 clears its sums when it sends them, so time
 * between two windows means that samples were lost.
 *
 * Judged over all metrics of an export: one without samples in a window is not sent, and would look like a gap of
 * its own. A metric's first window counts for nothing, as it starts with its first sample; so does a gauge's, which
 * starts with k6, while its end is that of the export.
 */
export const createWindowCheck = (): WindowCheck => {
  const known = new Set<string>();
  let endMs: number | undefined;

  const startOf = (metrics: readonly Metric[]): number => {
    let startMs = Number.POSITIVE_INFINITY;
    for (const { kind, name, points } of metrics) {
      if (kind !== 'gauge' && known.has(name)) {
        for (const { fromMs } of points) startMs = Math.min(startMs, fromMs);
      }
    }
    return startMs;
  };

  return {
    endMs: () => endMs,
    next: (metrics) => {
      const [previousEndMs, startMs] = [endMs, startOf(metrics)];
      for (const { kind, name, points } of metrics) {
        if (kind !== 'gauge') known.add(name);
        for (const { toMs } of points) endMs = Math.max(endMs ?? toMs, toMs);
      }
      const isGap =
        previousEndMs !== undefined &&
        Number.isFinite(startMs) &&
        Math.abs(startMs - previousEndMs) > collectionMsMax;
      return isGap ? { fromMs: previousEndMs, toMs: startMs } : undefined;
    },
  };
};
