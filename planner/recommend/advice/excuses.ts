import type { Excuse, Rejected } from '../../../runs/schema/recommendation.ts';
import type { Slo } from '../../../runs/schema/run.ts';
import { medianOfValues } from '../../stats/simple.ts';
import { type Bar, passes } from '../search/bar.ts';
import { worthTurning } from '../search/keep.ts';
import type { Bars } from '../search/prove.ts';
import type { Candidate } from '../trials/candidates.ts';
import { costOf, failuresOf, meets, type RunScore, runsOf, type Trial } from '../trials/trial.ts';

type Judged = {
  readonly trial: Trial;
  readonly excuse: Excuse;
  readonly lostIn: NonNullable<Rejected['lostIn']>;
  /** How many runs the excuse is about. */
  readonly runs: number;
  readonly failedRuns: number;
  readonly allowed: Rejected['allowed'];
  /** Cost against the advice's, on the draws that both were tried in: a failed candidate saw only the hardest. */
  readonly costRatio: number;
};

/** Why runs failed, by their median: by errors, or by their latency alone. */
const excuseOfFailures = (failed: readonly RunScore[], slo: Slo): Excuse => {
  const byErrors = failed.filter(({ hardest }) => hardest.errorShare > slo.maxErrorShare);
  if (slo.p95LatencyMs === undefined || byErrors.length * 2 >= failed.length) {
    const measured = medianOfValues(byErrors.map(({ hardest }) => hardest.errorShare));
    return { kind: 'errorShare', measured, limit: slo.maxErrorShare };
  }
  const measured = medianOfValues(failed.flatMap(({ hardest }) => hardest.p95Ms ?? []));
  return { kind: 'latency', measured, limit: slo.p95LatencyMs };
};

type JudgeOptions = Bars & { readonly slo: Slo };

/** Why a candidate lost, and in how many runs. */
type Loss = Pick<Judged, 'excuse' | 'lostIn' | 'runs' | 'failedRuns' | 'allowed'>;

const allowedBy = ({ draws, failuresMax }: Bar): Judged['allowed'] => ({
  failedRuns: Math.max(0, failuresMax),
  runs: draws.length,
});

/** The loss of a candidate that failed the bar of the search, or that of the proof; undefined: it did not. */
const lossIn = (
  lostIn: Loss['lostIn'],
  trial: Trial,
  { bar: searched, proof, slo }: JudgeOptions,
): Loss | undefined => {
  const bar = lostIn === 'search' ? searched : proof;
  const { draws, failuresMax } = bar;
  const runs = runsOf(trial, draws);
  const failed = runs.filter((run) => !meets(run));
  if (failed.length <= failuresMax) return undefined;
  return {
    excuse: excuseOfFailures(failed, slo),
    lostIn,
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
const lossOf = (trial: Trial, advised: Trial, options: JudgeOptions): Loss | undefined => {
  const { bar, proof } = options;
  const loss = lossIn('search', trial, options) ?? lossIn('proof', trial, options);
  if (loss !== undefined || !passes(trial, bar)) return loss;
  const ratio = costOf(trial, bar.draws) / costOf(advised, bar.draws);
  const kind = Math.abs(ratio - 1) < worthTurning.costShare ? 'sameCost' : 'cost';
  // A candidate that is cheaper and holds was not put to the proof: there is nothing to say against it.
  if (kind === 'cost' && ratio < 1) return undefined;
  // The cost of the advice is told as its proof has it, so the other one is told against that.
  const limit = costOf(advised, proof.draws);
  return {
    excuse: { kind, measured: ratio * limit, limit },
    lostIn: 'search',
    runs: bar.draws.length,
    failedRuns: failuresOf(trial, bar.draws),
    allowed: allowedBy(bar),
  };
};

const settingNames = [
  'target',
  'minReplicas',
  'maxReplicas',
  'refreshSeconds',
  'queueWaitMs',
  'requestTimeoutMs',
] as const satisfies readonly (keyof Candidate)[];

/** "minReplicas fewer", "target more": the settings in which a candidate differs from the advice, and which way. */
const differencesOf = (candidate: Candidate, advised: Candidate): string[] => [
  ...settingNames
    .filter((name) => candidate[name] !== advised[name])
    .map((name) => `${name} ${(candidate[name] ?? 0) < (advised[name] ?? 0) ? 'fewer' : 'more'}`),
  ...(JSON.stringify(candidate.knobs) === JSON.stringify(advised.knobs) ? [] : ['knobs']),
];

/**
 * What a candidate teaches: why it lost, and the one setting in which it differs. All that cost the same teach the same.
 */
const lessonOf = ({ trial, excuse }: Judged, advised: Trial): string => {
  if (excuse.kind === 'sameCost') return excuse.kind;
  const differences = differencesOf(trial.candidate, advised.candidate);
  return `${excuse.kind} ${differences.length === 1 ? differences[0] : 'several'}`;
};

/**
 * Of the candidates that lost, one for each reason, the nearest to the advice in cost: cheaper ones before dearer ones.
 * Each says how many others lost for the same reason.
 */
export const instructiveRejected = (
  trials: readonly Trial[],
  advised: Trial,
  options: JudgeOptions & { readonly count: number },
): (Judged & { readonly alike: number })[] => {
  const { bar, count } = options;
  const judged = trials.flatMap((trial): Judged[] => {
    const common = bar.draws.filter((draw) => trial.runs.has(draw));
    if (trial === advised || common.length === 0) return [];
    const loss = lossOf(trial, advised, options);
    const costRatio = costOf(trial, common) / costOf(advised, common);
    return loss === undefined ? [] : [{ trial, ...loss, costRatio }];
  });
  const distance = ({ costRatio }: Judged): number => Math.abs(Math.log(Math.max(1e-9, costRatio)));
  const lessons = Map.groupBy(
    judged.toSorted((a, b) => distance(a) - distance(b)),
    (each) => lessonOf(each, advised),
  );
  const nearest = [...lessons.values()].map(([first, ...others]) => ({ ...first!, alike: others.length }));
  const cheaper = nearest.filter(({ costRatio }) => costRatio < 1);
  const others = nearest.filter(({ costRatio }) => costRatio >= 1);
  const first = cheaper.slice(0, Math.max(Math.ceil(count / 2), count - others.length));
  return [...first, ...others.slice(0, count - first.length)];
};
