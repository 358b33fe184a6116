import { expectedRequests } from '../../../runs/schema/arrivals.ts';
import type { Model } from '../../../runs/schema/model.ts';
import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import type { Slo } from '../../../runs/schema/run.ts';
import { daySeconds, durationOf, type PlanLoad, ratesOf } from '../../traffic/load.ts';
import type { MixPart } from '../../traffic/mix.ts';
import type { Lab } from '../trials/lab.ts';
import { meanOver, type RunScore } from '../trials/trial.ts';

type LoadSummary = Recommendation['load'];

/** Requests of the load; of a day's levels those of the whole day. */
const requestsOf = (load: PlanLoad, { arrivals, durationSeconds }: Model): number =>
  load.kind === 'day'
    ? expectedRequests({ kind: 'even', ratePerSecond: [...load.steps] }, daySeconds)
    : expectedRequests(arrivals, durationSeconds);

const summaryOf = (part: MixPart, i: number, runs: readonly RunScore[]): LoadSummary['mix'][number] => {
  const { baseline, peak } = ratesOf(part.load);
  return {
    kind: part.kind,
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
  { load, spikeShare }: { readonly load: PlanLoad; readonly spikeShare: number },
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
    spikeShare: load.kind === 'day' && load.spike === null ? 0 : spikeShare,
    mix: mix.map((part, i) => summaryOf(part, i, runs)),
  };
};

const rounded = (value: number): string => String(Number(value.toPrecision(3)));

/** What a plan for a day takes for granted, and the levels at which the advice misses the SLO. */
export const mixNotes = ({ kind, mix }: LoadSummary, { maxErrorShare }: Slo): string[] => {
  if (kind !== 'day') return [];
  const hasSpike = mix.some((part) => part.kind === 'spike');
  const missed = mix.filter((part) => part.kind === 'level' && part.errorShare > maxErrorShare);
  return [
    'The SLO is held against five minutes around each of the day’s hardest rises, its highest level among them; a level counts for its cost alone.',
    'Requests are taken to come at random, however evenly the recorded ones were fired. Left out of the cost: what the autoscaler holds on to after each fall of the day.',
    ...(hasSpike
      ? ['The recorded spike is laid on the highest level of the day.']
      : [
          'No spike is laid on the day. Where one may come on top, give its share of the time: --spike-share 0.01.',
        ]),
    'headroom verify fires the recorded load again, not the day: what it measures is not what is predicted here.',
    ...missed.map(
      ({ highestRatePerSecond, errorShare }) =>
        `At ${rounded(highestRatePerSecond)} requests/s ${rounded(100 * errorShare)} % of the requests fail, more than the SLO allows: few replicas have little room for chance. A higher minimum helps.`,
    ),
  ];
};
