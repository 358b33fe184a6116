import { normalSampler } from '../../planner/stats/distributions.ts';
import { createRandom } from '../../planner/stats/random.ts';
import type { Recording } from '../../planner/timeline/recording.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import { podLine } from './cluster.ts';
import { countsLine, endLine, gaugeLine } from './load.ts';
import { completeRun, spikeConfig, startSecond } from './run.ts';
import { at } from './situation.ts';

type Aging = {
  /** Mean service time in a second, as a factor of 100 ms. */
  readonly timesIn: (second: number) => number;
  readonly seed?: number;
  readonly seconds?: number;
  readonly ratePerSecond?: number;
  /** Instead of a soak: this load. */
  readonly load?: Readonly<Record<string, unknown>>;
  readonly rateIn?: (second: number) => number;
  readonly cluster?: readonly ClusterLine[];
  /** The server sends no service-time header: latencies are all there is. */
  readonly hidesServiceTime?: boolean;
  /** Of the requests of a second. */
  readonly failsIn?: (second: number) => number;
  readonly inFlightIn?: (second: number) => number;
};

/** Pods that are ready from a second on, before the load by default. */
export const readyPods = (names: readonly string[], fromSecond = -5): ClusterLine[] =>
  names.map((name) => podLine({ atMs: at(fromSecond), name }));

/** A pod that is gone. */
export const gonePod = (name: string, second: number): ClusterLine =>
  podLine({ atMs: at(second), name, deleted: true });

/** A recording of a service whose lognormal service times change with time: ten minutes of ten requests a second, on four replicas. */
export const agingRecording = (aging: Aging): Recording => {
  const {
    timesIn,
    seed = 1,
    seconds = 600,
    ratePerSecond = 10,
    failsIn,
    inFlightIn,
    hidesServiceTime,
  } = aging;
  const { cluster = readyPods(['a', 'b', 'c', 'd']), rateIn = () => ratePerSecond } = aging;
  const load = aging.load ?? { scenario: 'soak', ratePerSecond, soakSeconds: seconds };
  const run = completeRun({}, { ...spikeConfig, load });
  const phaseIn = (second: number): string =>
    run.phases.findLast(({ startSeconds }) => startSeconds <= second)!.name;
  const normal = normalSampler(createRandom(seed));
  const each = Array.from({ length: seconds }, (_, second) => second);
  return {
    run,
    load: [
      ...each.map((second) => {
        const failed = failsIn?.(second) ?? 0;
        const times = Array.from(
          { length: rateIn(second) - failed },
          () => 100 * timesIn(second) * Math.exp(0.5 * normal()),
        );
        return countsLine({
          second: startSecond + second,
          phase: phaseIn(second),
          outcomes: { '200': times.length, ...(failed > 0 && { '503': failed }) },
          latenciesMs: { '200': times, ...(failed > 0 && { '503': new Array<number>(failed).fill(500) }) },
          ...(!hidesServiceTime && { serviceMs: times }),
        });
      }),
      ...each.map((second) => gaugeLine({ atMs: at(second) + 990, inFlight: inFlightIn?.(second) ?? 1 })),
      endLine(),
    ],
    cluster,
    droppedLines: 0,
  };
};
