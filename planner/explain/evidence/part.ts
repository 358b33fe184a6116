import type { LoadSample } from '../../../runs/schema/load-series.ts';
import { isOk, isUnexpected } from '../../../runs/schema/outcome.ts';
import { atOnceMs } from '../../measure/limits.ts';
import { above } from '../../measure/pile.ts';
import { meaningOf } from '../../platforms/index.ts';
import type { StatusMeaning } from '../../platforms/platform.ts';
import { type Buckets, emptySketch, quantileOf, type Sketch } from '../../stats/sketch.ts';
import { hiddenStatus } from './answers.ts';
import { type Missing, missingOver } from './missing.ts';
import { answersNear } from './near-answers.ts';
import { startsCover } from './starts-cover.ts';
import type { View } from './view.ts';

/** Failed requests of one second that ended alike: in the same outcome, at once or after a wait. */
export type Part = {
  readonly second: number;
  readonly outcome: string;
  /** The HTTP status that stands for it: of gRPC the one of the same meaning, of 424 the container's own. */
  readonly status: string;
  readonly requests: number;
  /** By the platform's account of its codes; undefined: it has none for this one, or there was no answer. */
  readonly meaning: StatusMeaning | undefined;
  /** Answered too fast for any wait. */
  readonly isAtOnce: boolean;
  readonly medianMs: number | null;
  /** Until the last of them had failed. */
  readonly untilSecond: number;
  /** What was missing of the wanted replicas while they failed. */
  readonly missing: Missing;
  /** The part of the replicas lacking then that those on their way will bring, in 0..1. */
  readonly startsCover: number;
  /** Answers of this outcome that were kept, of this second or the nearest one. */
  readonly answers: readonly LoadSample[];
};

/** gRPC's codes beside the HTTP status of the same meaning: https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
const statusOfGrpc: Readonly<Record<string, string>> = {
  'grpc:2': '500',
  'grpc:3': '400',
  'grpc:4': '504',
  'grpc:5': '404',
  'grpc:7': '403',
  'grpc:8': '429',
  'grpc:13': '500',
  'grpc:14': '503',
  'grpc:16': '401',
};

type Portion = { readonly sketch: Buckets; readonly requests: number; readonly isAtOnce: boolean };

/** What came at once and what waited: one cause answers like one, two in a second differ in this first. */
const portionsOf = (sketch: Sketch, requests: number): Portion[] => {
  const late = above(sketch, atOnceMs);
  const lateRequests = Math.min(requests, late.count);
  if (sketch.count === 0) return [{ sketch: emptySketch, requests, isAtOnce: false }];
  return [
    { sketch: late, requests: lateRequests, isAtOnce: false },
    { sketch: { ...emptySketch, max: atOnceMs }, requests: requests - lateRequests, isAtOnce: true },
  ].filter((portion) => portion.requests > 0);
};

/** Of a longer wait only this much counts: what was missing while a request waited tells its cause, not what was at its end. */
const waitSecondsMax = 1;
const quarters = [0.249, 0.499, 0.749, 0.999] as const;

/** When the requests of a second failed: spread over a second, each after its wait. */
const failingMoments = (second: number, waitMs: number): number[] => {
  const waitSeconds = Math.min(
    waitSecondsMax,
    Math.floor((waitMs / 1000) * quarters.length) / quarters.length,
  );
  return quarters.map((quarter) => second + quarter + waitSeconds);
};

/** The status that stands for an outcome. A front end that hides its container's status tells it in a header. */
const statusOf = (outcome: string, answers: readonly LoadSample[]): string => {
  const hidden = new Set(answers.map(hiddenStatus));
  const [only] = hidden;
  return hidden.size === 1 && only !== undefined ? only : (statusOfGrpc[outcome] ?? outcome);
};

type Cell = {
  readonly second: number;
  readonly outcome: string;
  readonly whole: Sketch;
  readonly answersOf: ReturnType<typeof answersNear>;
};

const partOf = (view: View, { second, outcome, whole, answersOf }: Cell, portion: Portion): Part => {
  const { requests, isAtOnce } = portion;
  const answers = answersOf(second, isAtOnce);
  const status = statusOf(outcome, answers);
  const medianMs = isAtOnce
    ? quantileOf(whole, requests / (2 * whole.count))
    : quantileOf(portion.sketch, 0.5);
  const lastMs = portion.sketch.count > 0 || isAtOnce ? portion.sketch.max : 0;
  return {
    second,
    outcome,
    status,
    requests,
    meaning: isUnexpected(outcome) ? undefined : meaningOf(view.platform, status),
    isAtOnce,
    medianMs: medianMs ?? null,
    untilSecond: second + 1 + Math.max(0, lastMs) / 1000,
    missing: missingOver(view, failingMoments(second, medianMs ?? 0), second),
    startsCover: startsCover(view, second),
    answers,
  };
};

/** The failed requests of a recording, in order of time. */
export const partsOf = (view: View): Part[] => {
  const { timeline, load } = view.recorded;
  const startSecond = Math.floor(timeline.startedAtMs / 1000);
  return Object.entries(timeline.load.outcomes)
    .filter(([outcome]) => !isOk(outcome))
    .flatMap(([outcome, column]) => {
      const answersOf = answersNear(view, outcome);
      return column.flatMap((requests, second) => {
        if (requests === 0) return [];
        const whole = load.bySecond.get(startSecond + second)?.latencyMs[outcome] ?? emptySketch;
        const cell = { second, outcome, whole, answersOf };
        return portionsOf(whole, requests).map((portion) => partOf(view, cell, portion));
      });
    })
    .sort((a, b) => a.second - b.second || a.outcome.localeCompare(b.outcome));
};
