import { expectedRequests } from '../../../runs/schema/model/expected-requests.ts';
import type { Model } from '../../../runs/schema/model/model.ts';
import type { Note } from '../../../runs/schema/plan/notes.ts';
import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import type { Slo } from '../../../runs/schema/run.ts';
import { durationOf, type PlanLoad, ratesOf } from '../../traffic/load.ts';
import type { MixPart } from '../../traffic/mix.ts';
import type { Plan } from '../search/plan.ts';
import type { Lab } from '../trials/lab.ts';
import { meanOver, type RunScore } from '../trials/trial.ts';

type LoadSummary = Recommendation['load'];

/** Requests of the load; of a day's levels those of the whole day. */
const requestsOf = (load: PlanLoad, { arrivals, durationSeconds }: Model): number =>
  load.kind === 'day'
    ? expectedRequests({ kind: 'even', ratePerSecond: [...load.steps] }, load.periodSeconds)
    : expectedRequests(arrivals, durationSeconds);

const summaryOf = (part: MixPart, i: number, runs: readonly RunScore[]): LoadSummary['mix'][number] => {
  const { baseline, peak } = ratesOf(part.load);
  return {
    kind: part.kind,
    peakFactor: part.peakFactor,
    arrivals: part.arrivals,
    atSecond: part.atSecond,
    lowestRatePerSecond: baseline,
    highestRatePerSecond: peak,
    share: part.share,
    meanReplicas: meanOver(runs, ({ parts }) => parts[i]!.occupiedMean),
    errorShare: meanOver(runs, ({ parts }) => parts[i]!.errorShare),
  };
};

/**
 * What was planned for: the load, and the parts of the traffic mix with what the advice does in each.
 *
 * @param runs of the advice
 */
export const loadSummary = (
  {
    load,
    isOtherLoad,
    spikeShare,
    margin,
    marginFrom,
  }: Pick<Plan, 'load' | 'isOtherLoad' | 'spikeShare' | 'margin' | 'marginFrom'>,
  { mix, worlds }: Lab,
  runs: readonly RunScore[],
): LoadSummary => {
  const { baseline, peak } = ratesOf(load);
  const played = worlds[0]!.models[0]!;
  return {
    kind: load.kind,
    durationSeconds: durationOf(load),
    requests: Math.round(requestsOf(load, played)),
    baselineRatePerSecond: baseline,
    peakRatePerSecond: peak,
    arrivals: played.arrivals.kind,
    margin,
    ...(isOtherLoad && { isOther: true as const }),
    ...(marginFrom && { marginDays: marginFrom.days }),
    spikeShare: load.kind === 'day' && load.spike === null ? 0 : spikeShare,
    mix: mix.map((part, i) => summaryOf(part, i, runs)),
  };
};

/** What a plan for a day takes for granted, and the levels at which the advice misses the SLO. */
export const mixNotes = (
  { kind, mix, durationSeconds: periodSeconds }: LoadSummary,
  { maxErrorShare }: Slo,
): Note[] => {
  if (kind !== 'day') return [];
  const missed = mix.filter((part) => part.kind === 'level' && part.errorShare > maxErrorShare);
  return [
    { code: 'dayJudged', periodSeconds },
    { code: 'dayRandom', periodSeconds },
    { code: 'daySpike', isLaid: mix.some((part) => part.kind === 'spike'), periodSeconds },
    { code: 'dayNotFired', periodSeconds },
    ...missed.map(
      ({ highestRatePerSecond, errorShare }): Note => ({
        code: 'levelMissed',
        ratePerSecond: highestRatePerSecond,
        errorShare,
      }),
    ),
  ];
};
