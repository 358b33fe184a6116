import type { Excuse, Rejected } from '../../../runs/schema/recommendation.ts';
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
  readonly allowed: Rejected['allowed'];
  /** To the advice's, on the draws that both have: those that a failed candidate saw are the hardest. */
  readonly costRatio: number;
};

/** Why the runs that failed did, by the median of them: by errors, or by nothing but their latency. */
const excuseOfFailures = (failed: readonly RunScore[], slo: Slo): Excuse => {
  const byErrors = failed.filter(({ errorShare }) => errorShare > slo.maxErrorShare);
  if (slo.p95LatencyMs === undefined || byErrors.length * 2 >= failed.length) {
    const measured = medianOfValues(byErrors.map(({ errorShare }) => errorShare));
    return { kind: 'errorShare', measured, limit: slo.maxErrorShare };
  }
  const measured = medianOfValues(failed.flatMap(({ p95Ms }) => p95Ms ?? []));
  return { kind: 'latency', measured, limit: slo.p95LatencyMs };
};

type JudgeOptions = Bars & { readonly slo: Slo };

type Sunk = Pick<Judged, 'excuse' | 'runs' | 'failedRuns' | 'allowed'>;

const allowedBy = ({ draws, failuresMax }: Bar): Judged['allowed'] => ({
  failedRuns: Math.max(0, failuresMax),
  runs: draws.length,
});

const sunkBy = (trial: Trial, bar: Bar, slo: Slo): Sunk | undefined => {
  const { draws, failuresMax } = bar;
  const runs = runsOf(trial, draws);
  const failed = runs.filter((run) => !meets(run));
  if (failed.length <= failuresMax) return undefined;
  return {
    excuse: excuseOfFailures(failed, slo),
    runs: runs.length,
    failedRuns: failed.length,
    allowed: allowedBy(bar),
  };
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
  return {
    excuse: { kind: 'cost', measured, limit },
    runs: bar.draws.length,
    failedRuns: failuresOf(trial, bar.draws),
    allowed: allowedBy(bar),
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
  const sayings = judged.map(({ trial: _, ...saying }) => JSON.stringify(saying));
  const distinct = judged.filter((_, i) => sayings.indexOf(sayings[i]!) === i);
  const distance = ({ costRatio }: Judged): number => Math.abs(Math.log(Math.max(1e-9, costRatio)));
  const nearest = distinct.toSorted((a, b) => distance(a) - distance(b));
  const cheaper = nearest.filter(({ costRatio }) => costRatio < 1);
  const others = nearest.filter(({ costRatio }) => costRatio >= 1);
  const first = cheaper.slice(0, Math.max(Math.ceil(count / 2), count - others.length));
  return [...first, ...others.slice(0, count - first.length)];
};
