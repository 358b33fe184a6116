import type { Excuse } from '../../../runs/schema/recommendation.ts';
import type { Slo } from '../../../runs/schema/run.ts';
import { medianOfValues } from '../../stats/simple.ts';
import type { Bars } from '../search/prove.ts';
import { type Bar, passes } from '../search/search.ts';
import { costOf, failuresOf, meets, type RunScore, runsOf, type Trial } from '../trials/trial.ts';

type Judged = {
  readonly trial: Trial;
  readonly excuse: Excuse;
  /** Those that the excuse is about. */
  readonly runs: number;
  readonly failedRuns: number;
  /** To the advice's, on the draws that both have: those that a failed candidate saw are the hardest. */
  readonly costRatio: number;
};

/** Digits that are worth printing, and the most that it takes to tell two numbers apart. */
const digitsUsual = 3;
const digitsMost = 6;

/** Two numbers in as many digits as show that they differ. */
const apart = (a: number, b: number): readonly [string, string] => {
  for (let digits = digitsUsual; ; digits++) {
    const texts = [a, b].map((value) => String(Number(value.toPrecision(digits)))) as [string, string];
    if (texts[0] !== texts[1] || digits >= digitsMost || a === b) return texts;
  }
};

/** Why the runs that failed did: by errors, or by nothing but their latency. */
const excuseOfFailures = (failed: readonly RunScore[], of: string, slo: Slo): Excuse => {
  const byErrors = failed.filter(({ errorShare }) => errorShare > slo.maxErrorShare);
  if (slo.p95LatencyMs === undefined || byErrors.length * 2 >= failed.length) {
    const measured = medianOfValues(byErrors.map(({ errorShare }) => errorShare));
    const [found, allowed] = apart(100 * measured, 100 * slo.maxErrorShare);
    return {
      kind: 'errorShare',
      measured,
      limit: slo.maxErrorShare,
      sentence: `${of}: ${found} % of the requests fail in the middle one of them, ${allowed} % may.`,
    };
  }
  const measured = medianOfValues(failed.flatMap(({ p95Ms }) => p95Ms ?? []));
  const [found, allowed] = apart(measured, slo.p95LatencyMs);
  return {
    kind: 'latency',
    measured,
    limit: slo.p95LatencyMs,
    sentence: `${of}: the 95th percentile of the latency is ${found} ms in the middle one of them, ${allowed} ms are allowed.`,
  };
};

type JudgeOptions = Bars & { readonly slo: Slo };

type Sunk = Pick<Judged, 'excuse' | 'runs' | 'failedRuns'>;

const sunkBy = (trial: Trial, { draws, failuresMax }: Bar, slo: Slo): Sunk | undefined => {
  const runs = runsOf(trial, draws);
  const failed = runs.filter((run) => !meets(run));
  if (failed.length <= failuresMax) return undefined;
  const of = `Misses the SLO in ${failed.length} of ${runs.length} simulated runs, where ${Math.max(0, failuresMax)} of ${draws.length} may`;
  return { excuse: excuseOfFailures(failed, of, slo), runs: runs.length, failedRuns: failed.length };
};

/**
 * Why a candidate is not the advice: it failed in the search, or in the proof, or it costs more. undefined: there is no
 * reason, or it was not tried for long enough to tell.
 *
 * @param advised the advice's own trial
 */
const excuseFor = (trial: Trial, advised: Trial, { bar, proof, slo }: JudgeOptions): Sunk | undefined => {
  const sunk = sunkBy(trial, bar, slo) ?? sunkBy(trial, proof, slo);
  if (sunk !== undefined || !passes(trial, bar)) return sunk;
  const [measured, limit] = [costOf(trial, bar.draws), costOf(advised, bar.draws)];
  if (measured < limit) return undefined;
  const [taken, advisedTakes] = apart(measured, limit);
  const sentence = `Meets the SLO as well, but takes ${taken} replicas on average, the advice ${advisedTakes}.`;
  return {
    excuse: { kind: 'cost', measured, limit, sentence },
    runs: bar.draws.length,
    failedRuns: failuresOf(trial, bar.draws),
  };
};

/**
 * The candidates nearest to the advice in cost that lost, nearest first, cheaper ones before dearer ones: those that
 * a reader would ask about.
 */
export const nearestRejected = (
  trials: readonly Trial[],
  advised: Trial,
  options: JudgeOptions & { readonly count: number },
): Judged[] => {
  const { bar, count } = options;
  const judged = trials.flatMap((trial): Judged[] => {
    const common = bar.draws.filter((draw) => trial.runs.has(draw));
    if (trial === advised || common.length === 0) return [];
    const sunk = excuseFor(trial, advised, options);
    const costRatio = costOf(trial, common) / costOf(advised, common);
    return sunk === undefined ? [] : [{ trial, ...sunk, costRatio }];
  });
  // A knob that never comes to act leaves two candidates with the same runs: one of them says it all.
  const sayings = judged.map(({ excuse, costRatio }) => `${costRatio} ${excuse.sentence}`);
  const distinct = judged.filter((_, i) => sayings.indexOf(sayings[i]!) === i);
  const distance = ({ costRatio }: Judged): number => Math.abs(Math.log(Math.max(1e-9, costRatio)));
  const nearest = distinct.toSorted((a, b) => distance(a) - distance(b));
  const cheaper = nearest.filter(({ costRatio }) => costRatio < 1);
  const others = nearest.filter(({ costRatio }) => costRatio >= 1);
  const first = cheaper.slice(0, Math.max(Math.ceil(count / 2), count - others.length));
  return [...first, ...others.slice(0, count - first.length)];
};
