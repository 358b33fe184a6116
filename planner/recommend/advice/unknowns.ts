import type { Calibration } from '../../../runs/schema/calibration.ts';
import type { Unknown } from '../../../runs/schema/unknown.ts';
import { withoutTail } from '../../measure/empirical.ts';
import { meanOfDistribution } from '../../stats/distributions.ts';
import { type Interval, isInterval } from '../../stats/interval.ts';
import { chanceOf, failuresAllowed } from '../search/chance.ts';
import { rowOfMinima } from '../search/rows.ts';
import { leastPassing } from '../search/search.ts';
import type { Candidate } from '../trials/candidates.ts';
import { type Lab, openLab } from '../trials/lab.ts';
import { failuresOf } from '../trials/trial.ts';
import { tryAll } from '../trials/try-all.ts';
import { cutShareOf } from './cut-share.ts';

/** A reading that is believed in less is not likely. */
const likelyFrom = 0.1;

/** What an unknown may turn out to be: the calibration if it were known. */
type Possibility = {
  readonly value: Unknown['possible'][number]['value'];
  readonly calibration: Calibration;
};
type Question = { readonly input: Unknown['input']; readonly possible: readonly Possibility[] };

const exactly = (value: number) => ({ low: value, mid: value, high: value, confidence: 0.95 });

/** The ends of the likely part of a 95 % interval, about a standard error from its middle. */
const likelyPart = 0.5;

/** Likely ends that are nearer to each other move no minimum by a quarter: such a mean is known well enough. */
const narrowRatio = 1.06;

/** A timeout that cut fewer of the requests that did not queue leaves no doubt about the mean. */
const cutShareLeast = 0.05;

/** Whether a timeout hides so much of the service times that nobody knows their mean. */
const isCensored = (calibration: Calibration): boolean => cutShareOf(calibration) >= cutShareLeast;

/**
 * The calibration if it was waiting that kept requests until a timeout cut them, and not their service: then the service
 * times are those that were seen. Nobody knows which it was; the longest service times are a guess.
 */
const asSeen = (calibration: Calibration): Possibility => {
  const { cut, ...service } = calibration.service;
  const distribution = withoutTail(service.distribution, cut?.beyondShare ?? 0);
  const meanMs = meanOfDistribution(distribution);
  return {
    value: meanMs,
    calibration: { ...calibration, service: { ...service, distribution, meanMs: exactly(meanMs) } },
  };
};

/** The calibration with one of its means known to be so long. */
const withMeanMs = (calibration: Calibration, key: 'service' | 'startupLag', ms: number): Possibility => ({
  value: ms,
  calibration: { ...calibration, [key]: { ...calibration[key], meanMs: exactly(ms) } },
});

const likelyEnds = ({ low, mid, high }: Interval) => [low, high].map((end) => mid + likelyPart * (end - mid));

/** The calibration with one of its means known to be at a likely end of its interval. */
const atEnds = (calibration: Calibration, key: 'service' | 'startupLag'): Possibility[] => {
  const { meanMs } = calibration[key];
  if (!isInterval(meanMs)) return [];
  const ends = likelyEnds(meanMs);
  return ends[1]! <= narrowRatio * ends[0]! ? [] : ends.map((ms) => withMeanMs(calibration, key, ms));
};

/** The mean service time at its likely ends; where a timeout cut many requests, without and with those. */
const serviceTimes = (calibration: Calibration): Possibility[] =>
  isCensored(calibration)
    ? [asSeen(calibration), withMeanMs(calibration, 'service', likelyEnds(calibration.service.meanMs)[1]!)]
    : atEnds(calibration, 'service');

type Reading = Calibration['router']['readings'][number];

/** The calibration with only those readings of the router that have one of the likely values. */
const byReading = (
  calibration: Calibration,
  pick: (reading: Reading) => Possibility['value'],
): Possibility[] => {
  const { readings } = calibration.router;
  const groups = Map.groupBy(readings, (reading) => JSON.stringify(pick(reading)));
  return [...groups.values()].flatMap((group) => {
    const share = group.reduce((sum, reading) => sum + reading.share, 0);
    if (share < likelyFrom) return [];
    const known = group.map((reading) => ({ ...reading, share: reading.share / share }));
    const router = { ...calibration.router, readings: known };
    return [{ value: pick(group[0]!), calibration: { ...calibration, router } }];
  });
};

const wayOf = ({ balancing, balancedPer }: Reading): Possibility['value'] => ({ balancing, balancedPer });

const questionsOf = (calibration: Calibration): Question[] =>
  [
    { input: 'serviceTime' as const, possible: serviceTimes(calibration) },
    { input: 'startupLag' as const, possible: atEnds(calibration, 'startupLag') },
    { input: 'routerInstances' as const, possible: byReading(calibration, ({ instances }) => instances) },
    { input: 'timedOutRequest' as const, possible: byReading(calibration, ({ onTimeout }) => onTimeout) },
    { input: 'balancing' as const, possible: byReading(calibration, wayOf) },
  ].filter(({ possible }) => possible.length > 1);

type Runs = { readonly draws: readonly number[]; readonly confidence: number };

/** The least minimum that holds for a value, and in how many of the runs a lower one fails there. */
type Need = {
  readonly minReplicas: number | null;
  readonly failuresWith: (minReplicas: number) => number;
};

/** What is needed where a calibration is what is known, with all else as advised. */
const needUnder = (
  { options, means }: Lab,
  advised: Candidate,
  { calibration, draws, confidence }: Runs & Pick<Possibility, 'calibration'>,
): Need => {
  const worlds = { draws: draws.length, screenedDraws: draws.length };
  const lab = openLab({ ...options, ...worlds, calibration, judgedOnly: true }, means);
  const row = rowOfMinima(advised);
  const bar = { draws, failuresMax: failuresAllowed(draws.length, confidence) };
  const found = leastPassing(lab, row, { bar, from: advised.minReplicas });
  return {
    minReplicas: found?.minReplicas ?? null,
    failuresWith: (minReplicas) => {
      const [trial] = tryAll(lab, [row.candidateAt(minReplicas)], { draws });
      return failuresOf(trial!, draws);
    },
  };
};

/**
 * The least minima that differ by more than luck. A value asks for more than another one only where what the other asks for
 * surely fails: settings that are near the edge of what holds fail in a few runs by chance.
 *
 * @example minimaBeyondLuck([{ minReplicas: 8, failuresWith: () => 1 }, { minReplicas: 6, failuresWith: () => 0 }], { runs: 20, confidence: 0.95 }) // [6, 6]
 */
export const minimaBeyondLuck = (
  needs: readonly Need[],
  { runs, confidence }: { readonly runs: number; readonly confidence: number },
): (number | null)[] => {
  const [least] = endsOf(needs);
  const surelyFails = ({ failuresWith }: Need): boolean =>
    chanceOf(runs - failuresWith(least), runs).high < confidence;
  return needs.map((need) =>
    need.minReplicas === null || need.minReplicas === least || surelyFails(need) ? need.minReplicas : least,
  );
};

/** What knowing an input is worth. */
type Worth = Omit<Unknown, 'nextRun'>;

const worthOf = (lab: Lab, advised: Candidate, { input, possible }: Question, runs: Runs): Worth => {
  const needs = possible.map(({ calibration }) => needUnder(lab, advised, { ...runs, calibration }));
  const minima = minimaBeyondLuck(needs, { runs: runs.draws.length, confidence: runs.confidence });
  const tried = possible.map(({ value }, i) => ({ value, minReplicas: minima[i]! }));
  return { input, possible: tried, isCostly: isCostly(tried) };
};

/**
 * What each unknown of the advice is worth: the least minimum of replicas that holds if it were known, for each value that
 * it is likely to have; the unknown that moves it most first. The least minimum is what costs, as it stands all the time.
 * Source: value of information, Howard, "Information value theory", IEEE Transactions on Systems Science and
 * Cybernetics 2(1), 1966.
 *
 * @param runs.draws worlds for each value, hardest first: a draw is hard by what else it drew, too
 */
export const unknownsOf = (lab: Lab, advised: Candidate, runs: Runs): Worth[] =>
  questionsOf(lab.options.calibration)
    .map((question) => worthOf(lab, advised, question, runs))
    .toSorted((a, b) => spreadOf(b) - spreadOf(a));

/**
 * What keeps settings from being found where none that was tried meets the SLO: service times that a timeout hides. Where it
 * hides none, replicas can't help, and no run would.
 */
export const hiddenService = (lab: Lab, nearest: Candidate, runs: Runs): Worth[] => {
  const { calibration } = lab.options;
  if (!isCensored(calibration)) return [];
  const question: Question = { input: 'serviceTime', possible: serviceTimes(calibration) };
  return [{ ...worthOf(lab, nearest, question, runs), isCostly: true }];
};

/** From so much of the cost on, and so many replicas, an unknown is worth a run. */
const costlyShare = 0.25;
const costlyReplicas = 2;

const endsOf = (possible: readonly Pick<Need, 'minReplicas'>[]): readonly [least: number, most: number] => {
  const counts = possible.map(({ minReplicas }) => minReplicas ?? Number.POSITIVE_INFINITY);
  return [Math.min(...counts), Math.max(...counts)];
};

const spreadOf = ({ possible }: Pick<Unknown, 'possible'>): number => {
  const [least, most] = endsOf(possible);
  if (least === Number.POSITIVE_INFINITY) return 1;
  return most / least;
};

const isCostly = (possible: Unknown['possible']): boolean => {
  const [least, most] = endsOf(possible);
  if (least === Number.POSITIVE_INFINITY) return false;
  return most - least >= costlyReplicas && most > (1 + costlyShare) * least;
};
