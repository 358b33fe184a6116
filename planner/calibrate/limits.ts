import type { CalibratedLimit, Calibration } from '../../runs/schema/calibration.ts';
import type { RecordedConfig } from '../../runs/schema/run.ts';
import { type Estimate, type Interval, isInterval, notEnoughData } from '../stats/interval.ts';
import { emptySketch, mergeSketches, quantileOf, type Sketch } from '../stats/sketch.ts';
import { latencyOf } from '../timeline/fold-load.ts';
import { confidence, evidenceOf, inWords, type Recorded } from './recorded.ts';

export type CalibratedLimits = Pick<Calibration, 'queueWaitLimit' | 'requestTimeout' | 'onTimeout'> & {
  readonly warnings: string[];
};

type Documented = { readonly queueWaitLimitMs: number | null; readonly requestTimeoutMs: number };

/**
 * Documented defaults of Azure ML on Kubernetes: max_request_wait_time / max_queue_wait_ms 500 ms; scoring_timeout_ms
 * 60 000 (v1), request_timeout_ms 5 000 (v2). Others queue without a limit that anybody documents.
 * Source: AksWebservice of azureml-core; OnlineRequestSettings of the v2 REST API.
 */
const documentedOf = ({ target, autoscaler }: RecordedConfig): Documented => {
  if (autoscaler?.kind === 'azureml-v1' || target.kind === 'aks-v1') {
    return { queueWaitLimitMs: 500, requestTimeoutMs: 60_000 };
  }
  if (autoscaler?.kind === 'azureml-v2' || target.kind === 'aks-v2') {
    return { queueWaitLimitMs: 500, requestTimeoutMs: 5_000 };
  }
  return { queueWaitLimitMs: null, requestTimeoutMs: 60_000 };
};

/** A 503 that comes sooner was not waiting: the queue was full, or no replica was ready. */
const atOnceMs = 50;

/** Fewer answers than this can't show where they pile up. */
const answersMin = 10;

/** Answers pile up at a limit if the middle nine tenths of them lie within this share of their median. */
const pileWidthMax = 0.25;

/** Timers and network delay an answer past the limit: by so much a limit may lie below where answers pile up. */
const latenessMs = 25;
const latenessShare = 0.05;

/** The values of a sketch above a threshold, by whole buckets. */
const above = (sketch: Sketch, thresholdMs: number): Sketch => {
  const first = Math.ceil(Math.log2(thresholdMs) * 2 ** sketch.scale) - sketch.offset;
  const counts = sketch.counts.map((n, i) => (i >= first ? n : 0));
  const count = counts.reduce((sum, n) => sum + n, 0);
  return {
    ...sketch,
    counts,
    count,
    zeroCount: 0,
    min: Math.max(sketch.min, Math.min(thresholdMs, sketch.max)),
  };
};

/** Where answers pile up: their median, from their 5th to their 95th percentile. */
const pileOf = (sketch: Sketch, status: string): Estimate => {
  const need = `at least ${answersMin} × ${status} that pile up at one latency`;
  if (sketch.count < answersMin) return notEnoughData(need, `${sketch.count} × ${status}`);
  const [low, mid, high] = [0.05, 0.5, 0.95].map((share) => quantileOf(sketch, share)!);
  if (high! - low! > pileWidthMax * mid!) {
    return notEnoughData(need, `${status} from ${inWords(low!)} to ${inWords(high!)} ms`);
  }
  return { low: low!, mid: mid!, high: high!, confidence };
};

const isJustAbove = (seen: Interval, limitMs: number): boolean =>
  limitMs <= seen.high && limitMs >= seen.low - Math.max(latenessMs, latenessShare * limitMs);

const exactly = (valueMs: number | null): Interval | null =>
  valueMs === null ? null : { low: valueMs, mid: valueMs, high: valueMs, confidence };

type LimitWords = { readonly status: string; readonly limit: string; readonly isDocumented: boolean };

/**
 * What was seen decides; a configured limit that agrees with it is exact, where answers are late by timers and
 * network. A limit that nobody reached is as documented.
 */
const limitOf = (configuredMs: number | null, seenMs: Estimate, words: LimitWords) => {
  const { status, limit, isDocumented } = words;
  if (!isInterval(seenMs)) {
    return {
      provenance: isDocumented ? ('documented' as const) : ('assumed' as const),
      note:
        configuredMs === null
          ? `no ${limit} is documented for this target and none was seen: taken as none`
          : `${inWords(configuredMs)} ms as documented or configured; the recording does not show it (${seenMs.have})`,
      valueMs: exactly(configuredMs),
    };
  }
  const at = `${status} pile up at ${inWords(seenMs.mid)} ms`;
  if (configuredMs !== null && isJustAbove(seenMs, configuredMs)) {
    const note = `${at}, which is the documented or configured ${inWords(configuredMs)} ms`;
    return { provenance: 'measured' as const, note, valueMs: exactly(configuredMs) };
  }
  const low = seenMs.low - Math.max(latenessMs, latenessShare * seenMs.low);
  const instead = configuredMs === null ? 'no limit' : `${inWords(configuredMs)} ms`;
  return {
    provenance: 'measured' as const,
    note: `${at}; documented or configured: ${instead}`,
    valueMs: { ...seenMs, low: Math.max(1, Math.min(seenMs.low, low)) },
  };
};

const latenciesOf = (runs: readonly Recorded[], picks: (outcome: string) => boolean): Sketch =>
  runs.map(({ load }) => latencyOf(load.total, picks)).reduce(mergeSketches, emptySketch);

const smallest = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((low, value) => (low === null ? value : Math.min(low, value ?? low)), null);

const queueWaitOf = (
  runs: readonly Recorded[],
): { readonly limit: CalibratedLimit; readonly warnings: string[] } => {
  const is503 = (outcome: string): boolean => outcome === '503';
  const all = latenciesOf(runs, is503);
  const waited = above(all, atOnceMs);
  const atOnce = all.count - waited.count;
  const configuredMs = smallest(runs.map(({ run }) => documentedOf(run.config).queueWaitLimitMs));
  const seenMs = pileOf(waited, '503');
  const words = { status: '503', limit: 'queue wait limit', isDocumented: configuredMs !== null };
  const evidence = evidenceOf(runs, 'load.ndjson', ({ load }) => latencyOf(load.total, is503).count);
  return {
    limit: { ...limitOf(configuredMs, seenMs, words), evidence, configuredMs, seenMs },
    warnings:
      atOnce < answersMin
        ? []
        : [
            `${atOnce} × 503 came within ${atOnceMs} ms: no replica was ready, or the queue has a length limit that the model leaves out`,
          ],
  };
};

const timeoutOf = (runs: readonly Recorded[]): CalibratedLimit => {
  const isTimeout = (outcome: string): boolean => outcome === '504' || outcome === 'timeout';
  const configuredMs = smallest(
    runs.map(({ run: { config } }) =>
      Math.min(documentedOf(config).requestTimeoutMs, config.target.requestTimeoutMs),
    ),
  );
  const seenMs = pileOf(latenciesOf(runs, isTimeout), '504 or client timeouts');
  const words = { status: '504 or client timeouts', limit: 'request timeout', isDocumented: true };
  const evidence = evidenceOf(runs, 'load.ndjson', ({ load }) => latencyOf(load.total, isTimeout).count);
  return { ...limitOf(configuredMs, seenMs, words), evidence, configuredMs, seenMs };
};

const onTimeoutOf = (runs: readonly Recorded[]): Calibration['onTimeout'] => {
  const timeouts = latenciesOf(runs, (outcome) => outcome === '504').count;
  return {
    value: 'release',
    provenance: 'assumed',
    note:
      timeouts === 0
        ? 'no request timed out in the router, so the recording says nothing of what happens to its slot'
        : `what becomes of the slot of the ${timeouts} requests that timed out can't be seen from outside: taken as freed at once`,
    evidence: evidenceOf(runs, 'load.ndjson', ({ load }) => load.total.outcomes['504'] ?? 0),
  };
};

/** The router's limits: where waits and answers were cut off, against what is documented or configured. */
export const calibrateLimits = (runs: readonly Recorded[]): CalibratedLimits => {
  const { limit, warnings } = queueWaitOf(runs);
  return { queueWaitLimit: limit, requestTimeout: timeoutOf(runs), onTimeout: onTimeoutOf(runs), warnings };
};
