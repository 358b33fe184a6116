import { replicate } from '../../simulate/replicate.ts';
import { resultsOf } from '../../simulate/shared-work.ts';
import { keepScore, knownScore } from './known-scores.ts';
import { type Helper, type Lab, type Piece, playedIn } from './lab.ts';
import { playedModel } from './played-model.ts';
import { type PartScore, type RunScore, scoreOf, scoreOfMix, type Trial } from './trial.ts';

/** Simulates one piece: the same score wherever that is done. */
export const scorePiece = ({ lab, draw, part, candidate }: Piece): PartScore => {
  const { mix, means, options, worlds } = lab;
  const { models, overheadMs, endpoints } = worlds[draw]!;
  const { slo, calibration } = options;
  const { clientTimeoutMs } = calibration;
  const model = playedModel(models[part]!, { candidate, clientTimeoutMs, part: mix[part]! });
  const [replication] = replicate([model], draw, { workspace: means.workspace, takesSamples: false });
  return scoreOf(replication!, { slo, overheadMs, endpoints });
};

/** The scores of pieces, in their order. */
const scorePieces = (pieces: readonly Piece[], helper: Helper | undefined): PartScore[] =>
  resultsOf(
    { count: pieces.length, doOne: (place) => scorePiece(pieces[place]!) },
    pieces.length > 1 ? (helper?.share(pieces) ?? null) : null,
  );

/** A run that is wanted: a candidate in all parts of one world that are played in it. */
type WantedRun = { readonly lab: Lab; readonly trial: Trial; readonly draw: number };

/** Candidates that share the requests of one part of one world. */
type Group = Pick<Piece, 'lab' | 'draw' | 'part'> & { readonly trials: readonly Trial[] };

const groupsOf = (wanted: readonly WantedRun[]): Group[] => {
  const byLab = Map.groupBy(wanted, ({ lab }) => lab);
  return [...byLab].flatMap(([lab, ofLab]) =>
    [...Map.groupBy(ofLab, ({ draw }) => draw)].flatMap(([draw, ofWorld]) =>
      [...new Set(playedIn(lab, draw))].map((part) => ({
        lab,
        draw,
        part,
        trials: ofWorld.map(({ trial }) => trial),
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

/** The score of a run whose pieces are known. */
const scoreOfRun = ({ lab, trial: { candidate }, draw }: WantedRun): RunScore =>
  scoreOfMix(
    lab.mix,
    playedIn(lab, draw).map((part) => knownScore({ lab, draw, part, candidate })!),
  );

/** Simulates runs, all of those in one world under the same requests (common random numbers), and writes them down. */
const simulateRuns = (wanted: readonly WantedRun[]): void => {
  const groups = forBothEnds(groupsOf(wanted));
  const pieces = groups
    .flatMap(({ trials, ...where }) => trials.map(({ candidate }): Piece => ({ ...where, candidate })))
    .filter((piece) => knownScore(piece) === undefined);
  const scores = scorePieces(pieces, wanted[0]?.lab.options.helper);
  for (const [i, piece] of pieces.entries()) {
    const { lab, draw, part } = piece;
    keepScore(piece, scores[i]!);
    lab.means.spentRequests += lab.worlds[draw]!.requests[part]!;
  }
  for (const run of wanted) run.trial.runs.set(run.draw, scoreOfRun(run));
};

/** Makes sure that these runs are in the books. */
export const completeRuns = (runs: readonly WantedRun[]): void => {
  const asked = new Map<Trial, Set<number>>();
  const missing = runs.filter(({ trial, draw }) => {
    const draws = asked.get(trial) ?? new Set();
    const isMissing = !trial.runs.has(draw) && !draws.has(draw);
    asked.set(trial, draws.add(draw));
    return isMissing;
  });
  if (missing.length > 0) simulateRuns(missing);
};
