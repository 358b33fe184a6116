import type { Slo } from '../../../runs/schema/run.ts';
import { replicateOnce } from '../../simulate/replicate.ts';
import { startJobs } from '../../simulate/shared-work.ts';
import { isJudged } from '../../traffic/mix.ts';
import { isKnown, keepScore, knownScore } from './known-scores.ts';
import type { Lab, Piece } from './lab.ts';
import { playedModel } from './played-model.ts';
import { type PieceScore, type RunScore, scoreOf, scoreOfMix, type Trial } from './trial.ts';
import type { World } from './world.ts';

/** Of all requests, by the endpoint that bears the fewest errors. */
const errorShareMaxOf = (slo: Slo, endpoints: World['endpoints']): number =>
  endpoints.length === 0
    ? slo.maxErrorShare
    : Math.min(...endpoints.map((endpoint) => endpoint.slo.maxErrorShare));

/** Simulates one piece. Its score is the same on every thread. */
export const scorePiece = ({ lab, draw, part, candidate, onlyVerdict }: Piece): PieceScore => {
  const { mix, state, options, worlds } = lab;
  const { models, overheadMs, endpoints } = worlds[draw]!;
  const { slo, calibration } = options;
  const { clientTimeoutMs } = calibration;
  const model = playedModel(models[part]!, { candidate, clientTimeoutMs, part: mix[part]! });
  const { workspace, pastRuns } = state;
  const replication = replicateOnce(model, draw, {
    workspace,
    pastRuns,
    countsWaits: endpoints.length > 0,
    ...(onlyVerdict && { errorShareMax: errorShareMaxOf(slo, endpoints) }),
  });
  return replication && scoreOf(replication, { slo, overheadMs, endpoints });
};

/** A run that is wanted: a candidate in one world, in all parts of the mix for which no other part stands in. */
export type WantedRun = {
  readonly lab: Lab;
  readonly trial: Trial;
  readonly draw: number;
  /** Only these parts of the mix are wanted. Their scores are kept, and no run is added to the trial. */
  readonly parts?: readonly number[];
  /** Whether it meets the SLO is all that is asked, see `holds`: no run is added to the trial. */
  readonly onlyVerdict?: boolean;
};

const partsOf = ({ lab, parts }: WantedRun): readonly number[] => parts ?? lab.standIns;

/** Candidates that share the requests of one part of one world. */
type Group = Pick<Piece, 'lab' | 'draw' | 'part'> & { readonly runs: readonly WantedRun[] };

const groupsOf = (wanted: readonly WantedRun[]): Group[] => {
  const byLab = Map.groupBy(wanted, ({ lab }) => lab);
  return [...byLab].flatMap(([lab, ofLab]) =>
    [...Map.groupBy(ofLab, ({ draw }) => draw)].flatMap(([draw, ofWorld]) =>
      [...new Set(ofWorld.flatMap(partsOf))].map((part) => ({
        lab,
        draw,
        part,
        runs: ofWorld.filter((run) => partsOf(run).includes(part)),
      })),
    ),
  );
};

/** The largest first and the next largest last: of a single run each of two threads begins with a large part. */
const forBothEnds = (groups: readonly Group[]): Group[] => {
  const size = ({ lab, draw, part }: Group): number => lab.worlds[draw]!.requests[part]!;
  const [largest, next, ...others] = groups.toSorted((a, b) => size(b) - size(a));
  return [largest, ...others, next].filter((group) => group !== undefined);
};

/** The pieces of runs that have no score yet, in the order in which they are simulated. */
const piecesOf = (wanted: readonly WantedRun[]): Piece[] =>
  forBothEnds(groupsOf(wanted))
    .flatMap(({ runs, ...where }) =>
      runs.map(
        ({ trial: { candidate }, onlyVerdict = false }): Piece => ({ ...where, candidate, onlyVerdict }),
      ),
    )
    .filter((piece) => !isKnown(piece));

/** Keeps the scores of pieces. One that two questions asked for at the same time counts once. */
const keepScores = (pieces: readonly Piece[], scores: readonly PieceScore[]): void => {
  for (const [i, piece] of pieces.entries()) {
    if (isKnown(piece)) continue;
    const { lab, draw, part } = piece;
    keepScore(piece, scores[i]!);
    lab.state.spentRequests += lab.worlds[draw]!.requests[part]!;
  }
};

/** The score of a run whose pieces are known. */
const scoreOfRun = ({ lab, trial: { candidate }, draw }: WantedRun): RunScore =>
  scoreOfMix(
    lab.mix,
    lab.standIns.map((part) => knownScore({ lab, draw, part, candidate })!),
  );

/** Whether a run whose verdict was asked for meets the SLO in all parts of its mix. */
export const holds = ({ lab, trial: { candidate }, draw }: WantedRun): boolean =>
  lab.standIns.every((part) => {
    const score = knownScore({ lab, draw, part, candidate });
    return score !== undefined && (!isJudged(lab.mix[part]!) || score.strain <= 1);
  });

/** The runs that their trials do not have yet, each once. */
const missingOf = (runs: readonly WantedRun[]): WantedRun[] => {
  const asked = new Map<Trial, Set<number>>();
  return runs.filter(({ trial, draw, parts, onlyVerdict }) => {
    if (parts !== undefined || onlyVerdict) return true;
    const draws = asked.get(trial) ?? new Set();
    const isMissing = !trial.runs.has(draw) && !draws.has(draw);
    asked.set(trial, draws.add(draw));
    return isMissing;
  });
};

/** Runs that are being simulated. */
export type RunsUnderWay = {
  /** Simulates one more piece on this thread. False: another thread has taken the rest. */
  readonly runNext: () => boolean;
  /** Blocks until the helper has finished more. */
  readonly waitForOthers: () => void;
  /** Whether all are done. Adds them to their trials as soon as all of their pieces have a score. */
  readonly areDone: () => boolean;
};

/**
 * Begins to simulate runs, all of those in one world under the same requests (common random numbers).
 *
 * @param isAwaited whether nothing else can go on without them: a helper does those first
 */
export const startRuns = (runs: readonly WantedRun[], isAwaited: boolean): RunsUnderWay => {
  const wanted = missingOf(runs);
  const pieces = piecesOf(wanted);
  const helper = wanted[0]?.lab.options.helper;
  const { runNext, waitForOthers, results } = startJobs(
    {
      count: pieces.length,
      // Another question that is under way may have asked for the same piece.
      doOne: (place) => knownScore(pieces[place]!) ?? scorePiece(pieces[place]!),
    },
    pieces.length === 0 ? null : (helper?.share(pieces, isAwaited) ?? null),
  );
  return {
    runNext,
    waitForOthers,
    areDone: () => {
      const scores = results();
      if (scores === null) return false;
      keepScores(pieces, scores);
      for (const run of wanted)
        if (!run.parts && !run.onlyVerdict) run.trial.runs.set(run.draw, scoreOfRun(run));
      return true;
    },
  };
};
