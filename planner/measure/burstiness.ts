import type { Evidence } from '../../runs/schema/result.ts';
import { blockBootstrap, bootstrapReplications } from '../stats/block-bootstrap.ts';
import type { Estimate } from '../stats/interval.ts';
import { createRandom } from '../stats/random.ts';
import { sumOf } from '../stats/sum.ts';
import type { Recorded } from '../timeline/recording.ts';
import { confidence, evidenceOf } from './evidence.ts';

/** How bursty the arrivals were, as it was measured. */
type Burstiness = { readonly indexOfDispersion: Estimate; readonly evidence: readonly Evidence[] };

const blockSeconds = 10;

type Second = { readonly planned: number; readonly arrived: number };

/** Seconds in which every planned request was sent and reported: others would show the generator's trouble. */
const soundSecondsOf = ({ timeline }: Recorded): Second[] => {
  const { load, lost, seconds } = timeline;
  const isLost = (second: number): boolean =>
    lost.some(({ fromSecond, toSecond }) => second + 1 > fromSecond && second < toSecond);
  return Array.from({ length: seconds }, (_, second) => second)
    .filter(
      (second) => load.dropped[second] === 0 && load.offeredRatePerSecond[second]! > 0 && !isLost(second),
    )
    .map((second) => ({ planned: load.offeredRatePerSecond[second]!, arrived: load.arrivals[second]! }));
};

const indexOf = (seconds: readonly Second[]): number =>
  sumOf(seconds.map(({ planned, arrived }) => (arrived - planned) ** 2)) /
  sumOf(seconds.map((one) => one.planned));

/**
 * Burstiness: how much the recorded arrivals vary around the plan. Index of dispersion of the counts per second: sum of
 * squared differences / sum of planned. Poisson arrivals have 1 at any rate, evenly spaced ones nearly 0.
 */
export const measureBurstiness = (runs: readonly Recorded[]): Burstiness => {
  const perRun = runs.map(soundSecondsOf);
  const seconds = perRun.flat();
  return {
    indexOfDispersion: blockBootstrap({
      length: seconds.length,
      statistic: (indices) => indexOf(indices.map((i) => seconds[i]!)),
      blockLength: blockSeconds,
      replications: bootstrapReplications,
      confidence,
      random: createRandom(1),
    }),
    evidence: evidenceOf(runs, 'load.ndjson', (_, run) => perRun[run]!.length),
  };
};
