import type { PolicySettings } from '../../runs/schema/policy.ts';
import { confidence } from '../measure/evidence.ts';
import type { Watched } from '../measure/watched.ts';
import { startPolicy } from '../policies/index.ts';
import { placements } from '../replay/observation.ts';
import { replayPolicy } from '../replay/replay-policy.ts';
import { blockBootstrap, bootstrapReplications } from '../stats/block-bootstrap.ts';
import { isInterval } from '../stats/interval.ts';
import { createRandom } from '../stats/random.ts';
import { sumOf } from '../stats/sum.ts';

/** A rule, and how many replicas it was off in each known second of all recordings. */
export type Played = { readonly settings: PolicySettings; readonly errors: readonly number[] };

/** Longer than an autoscaler's reaction and most start-ups: errors of one block belong to the same decision. */
export const blockSeconds = 15;

/** A rule that is further off than this share of what was asked for, and than half a replica, explains nothing. */
const errorShareMax = 0.25;
const errorReplicasMax = 0.5;

/** Positions in a long interval at which the recording may have begun. */
const phasesMax = 5;

/** Arithmetic mean; NaN of no values. */
export const meanOf = (values: readonly number[]): number => sumOf(values) / values.length;

/** Nobody knows where in a second the autoscaler looked: its wish may stand one second earlier or later. */
const errorsOf = (wished: readonly number[], seconds: readonly (Watched | null)[]): number[] =>
  seconds.flatMap((second, i) => {
    if (second === null) return [];
    const around = wished.slice(Math.max(0, i - 1), i + 2);
    return [
      around.reduce((least, n) => Math.min(least, Math.abs(n - second.desired)), Number.POSITIVE_INFINITY),
    ];
  });

/** Errors of a rule over one run, at the best of what nobody recorded: its phase, and how requests were placed. */
export const playRun = (
  settings: PolicySettings,
  seconds: readonly (Watched | null)[],
  slotsPerReplica: number,
): number[] => {
  const { intervalSeconds } = startPolicy(settings);
  const phases = Number.isFinite(intervalSeconds) ? Math.ceil(Math.min(phasesMax, intervalSeconds)) : 1;
  const tries = Array.from({ length: phases }, (_, i) => i).flatMap((i) =>
    placements.slice(0, slotsPerReplica).map((placement) => {
      const phaseSeconds = phases === 1 ? 0 : Math.floor((i * intervalSeconds) / phases);
      const options = { settings, slotsPerReplica, placement, phaseSeconds };
      return errorsOf(replayPolicy(seconds, options), seconds);
    }),
  );
  return tries.reduce((best, errors) => (sumOf(errors) < sumOf(best) ? errors : best));
};

/** Mean of chosen values: a bootstrap asks for some hundred of them, so no list is made of what is chosen. */
const meanAt = (values: readonly number[], indices: readonly number[]): number => {
  let sum = 0;
  for (const i of indices) sum += values[i]!;
  return sum / indices.length;
};

/** Whether a rule's errors are larger than the best one's beyond chance. */
const isBeaten = (played: Played, best: Played): boolean => {
  const excess = played.errors.map((error, i) => error - best.errors[i]!);
  const mean = blockBootstrap({
    length: excess.length,
    statistic: (indices) => meanAt(excess, indices),
    blockLength: blockSeconds,
    replications: bootstrapReplications,
    confidence,
    random: createRandom(1),
  });
  return isInterval(mean) && mean.low > 0;
};

/** What the replays of all candidates say. */
export type Contest = {
  readonly best: Played;
  /** The best one, and those whose errors are no larger beyond chance. */
  readonly unbeaten: readonly Played[];
  /** Whether the best one is good, not only better than the others. */
  readonly explains: boolean;
};

/** The rule that follows the recorded replicas most closely, and those that are not significantly worse. */
export const holdContest = (played: readonly Played[], known: readonly Watched[]): Contest => {
  const best = played.reduce((least, one) => (meanOf(one.errors) < meanOf(least.errors) ? one : least));
  const meanDesired = meanOf(known.map(({ desired }) => desired));
  return {
    best,
    unbeaten: played.filter((one) => one === best || !isBeaten(one, best)),
    explains: meanOf(best.errors) <= Math.max(errorReplicasMax, errorShareMax * meanDesired),
  };
};
