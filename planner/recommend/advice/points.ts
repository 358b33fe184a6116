import type { Candidate } from '../trials/candidates.ts';
import { type Lab, openLab } from '../trials/lab.ts';
import { meanOver, meets, type RunScore, runsOf } from '../trials/trial.ts';
import type { Tries } from '../trials/tries.ts';
import { tryingAll } from '../trials/try-all.ts';

/** Options of a lab for the whole load as recorded, without a margin and without the parts that only cost. */
export const asRecorded = { margin: 0, spikeShare: 1, judgedOnly: true } as const;

/** A lab of the same worlds, with the load as recorded, whose replicas take `factor` times as long to start. */
export const withLag = (lab: Lab, factor: number): Lab =>
  openLab({ ...lab.options, ...asRecorded, lagTimes: factor }, lab.state);

/**
 * At a point of a curve this share of the runs, at least two, is enough if all of them hold, or all fail, clearly: by these
 * strains.
 */
const clearShare = 0.4;
const clearRunsLeast = 2;
const clearStrain = { held: 0.7, failed: 1.5 } as const;

const isClear = (runs: readonly RunScore[]): boolean =>
  runs.every(({ hardest }) => hardest.strain <= clearStrain.held) ||
  runs.every(({ hardest }) => hardest.strain >= clearStrain.failed);

/** What becomes of a candidate at one peak and one start-up lag. */
type CurvePoint = { readonly chance: number; readonly errorShare: number };

/**
 * A point of each candidate's curve: all of them under the same requests.
 *
 * @param draws of which the first are as hard as all together
 */
export function* pointsOf(
  lab: Lab,
  candidates: readonly Candidate[],
  draws: readonly number[],
): Tries<CurvePoint[]> {
  const first = draws.slice(0, Math.max(clearRunsLeast, Math.ceil(clearShare * draws.length)));
  const tried = yield* tryingAll(lab, candidates, { draws: first });
  const unclear = tried.filter((trial) => !isClear(runsOf(trial, first)));
  const more = unclear.map(({ candidate }) => candidate);
  yield* tryingAll(lab, more, { draws });
  return tried.map((trial) => {
    const runs = runsOf(trial, unclear.includes(trial) ? draws : first);
    return {
      chance: runs.filter(meets).length / runs.length,
      errorShare: meanOver(runs, ({ hardest }) => hardest.errorShare),
    };
  });
}
