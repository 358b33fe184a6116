import type { Excuse } from '../../runs/schema/recommendation.ts';
import type { Slo } from '../../runs/schema/run.ts';
import { medianOfValues } from '../stats/simple.ts';
import type { Bar } from './search.ts';
import { passes } from './search.ts';
import { costOf, failuresOf, meets, type RunScore, runsOf, type Trial } from './trial.ts';

export type Judged = {
  readonly trial: Trial;
  readonly excuse: Excuse;
  /** To the advice's, on the draws that both have: those that a failed candidate saw are the hardest. */
  readonly costRatio: number;
};

const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;

const rounded = (value: number): string => String(Number(value.toPrecision(3)));

/** Why the runs that failed did: by errors, or by nothing but their latency. */
const excuseOfFailures = (failed: readonly RunScore[], of: string, slo: Slo): Excuse => {
  const byErrors = failed.filter(({ errorShare }) => errorShare > slo.maxErrorShare);
  if (slo.p95LatencyMs === undefined || byErrors.length * 2 >= failed.length) {
    const measured = medianOfValues(byErrors.map(({ errorShare }) => errorShare));
    return {
      kind: 'errorShare',
      measured,
      limit: slo.maxErrorShare,
      sentence: `${of}: ${percent(measured)} of the requests fail in the middle one of them, ${percent(slo.maxErrorShare)} may.`,
    };
  }
  const measured = medianOfValues(failed.flatMap(({ p95Ms }) => p95Ms ?? []));
  return {
    kind: 'latency',
    measured,
    limit: slo.p95LatencyMs,
    sentence: `${of}: the 95th percentile of the latency is ${rounded(measured)} ms in the middle one of them, ${rounded(slo.p95LatencyMs)} ms are allowed.`,
  };
};

/**
 * Why a candidate is not the advice. undefined: there is no reason, or it was not tried for long enough to tell.
 *
 * @param advised the advice's own trial
 */
export const excuseFor = (
  trial: Trial,
  advised: Trial,
  { bar, slo }: { readonly bar: Bar; readonly slo: Slo },
): Excuse | undefined => {
  const runs = runsOf(trial, bar.draws);
  const failures = failuresOf(trial, bar.draws);
  if (failures > bar.failuresMax) {
    const of = `Misses the SLO in ${failures} of ${runs.length} simulated runs, where ${Math.max(0, bar.failuresMax)} of ${bar.draws.length} may`;
    return excuseOfFailures(
      runs.filter((run) => !meets(run)),
      of,
      slo,
    );
  }
  if (!passes(trial, bar)) return undefined;
  const [measured, limit] = [costOf(trial, bar.draws), costOf(advised, bar.draws)];
  if (measured < limit) return undefined;
  return {
    kind: 'cost',
    measured,
    limit,
    sentence: `Meets the SLO as well, but takes ${rounded(measured)} replicas on average, the advice ${rounded(limit)}.`,
  };
};

/**
 * The candidates nearest to the advice in cost that lost, nearest first, cheaper ones before dearer ones: those that
 * a reader would ask about.
 */
export const nearestRejected = (
  trials: readonly Trial[],
  advised: Trial,
  options: { readonly bar: Bar; readonly slo: Slo; readonly count: number },
): Judged[] => {
  const { bar, count } = options;
  const judged = trials.flatMap((trial): Judged[] => {
    const common = bar.draws.filter((draw) => trial.runs.has(draw));
    if (trial === advised || common.length === 0) return [];
    const excuse = excuseFor(trial, advised, options);
    const costRatio = costOf(trial, common) / costOf(advised, common);
    return excuse === undefined ? [] : [{ trial, excuse, costRatio }];
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
