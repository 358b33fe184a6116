import { isFiredEvenly } from '../../calibrate/burstiness.ts';
import { createPastRuns, type PastRuns } from '../../simulate/past-runs.ts';
import { createWorkspace, type Workspace } from '../../simulate/replicate.ts';
import type { SharedWork } from '../../simulate/shared-work.ts';
import type { PlanLoad } from '../../traffic/load.ts';
import { isJudged, mixOf, type TrafficMix } from '../../traffic/mix.ts';
import { untilAfterRise } from '../../traffic/until-after-rise.ts';
import { type Candidate, nameOf } from './candidates.ts';
import { standInsOf } from './stand-ins.ts';
import type { PartScore, PieceScore, Trial } from './trial.ts';
import { type DrawnWorlds, lazyWorld, type World, type WorldOptions } from './world.ts';

/** What a lab's worlds come from: plain data but for the helper. */
export type LabOptions = WorldOptions & {
  readonly load: PlanLoad;
  readonly spikeShare: number;
  /** The SLO must also hold at a peak so much higher, a share. */
  readonly margin: number;
  readonly draws: number;
  /** Leaves out the parts that only cost: for questions of whether settings hold. Their `meanReplicas` tell nothing. */
  readonly judgedOnly?: true;
  /** A load that rises to its peak at once ends so many seconds after that. By default it goes on to its own end. */
  readonly secondsAfterRise?: number;
  /** Who simulates one part of the work while another one is simulated here; nobody by default. Changes no result. */
  readonly helper?: Helper;
};

/** A question that was begun and still needs runs: see `tries.ts`. */
export type UnderWay = {
  /** Simulates one more piece for it on this thread. False: none is left, or another thread has taken the rest. */
  readonly runNext: () => boolean;
  /** Goes on as far as the runs that are done allow. */
  readonly goesOn: () => void;
};

/** What all labs of one plan share and change. They have the same seed, SLO, settings in use and retries. */
export type PlanState = {
  readonly workspace: Workspace;
  /** Of this thread: candidates of one world that came to the same replicas are simulated once. */
  readonly pastRuns: PastRuns;
  /**
   * Scores of all pieces so far, by name. Several labs may put the same worlds through the same load: the peak with the
   * margin is a part of the plan, and a peak of the headroom too.
   */
  readonly scores: Map<string, PartScore>;
  /** Pieces that surely miss the SLO and were simulated no further, by name. */
  readonly failed: Set<string>;
  readonly drawn: DrawnWorlds;
  /** For short names: see `known-scores.ts`. */
  readonly numbers: Map<unknown, number>;
  /** Requests of all runs so far, those that took the course of another one included: which of them do depends on the threads. */
  spentRequests: number;
  /** What is done while a thread has nothing else to do. */
  readonly underWay: Set<UnderWay>;
};

/** The state of a new plan. */
export const createPlanState = (): PlanState => ({
  workspace: createWorkspace(),
  pastRuns: createPastRuns(),
  scores: new Map(),
  failed: new Set(),
  drawn: new Map(),
  numbers: new Map(),
  spentRequests: 0,
  underWay: new Set(),
});

/** Where candidates are tried. It remembers every run: a candidate is never simulated twice in the same world. */
export type Lab = {
  readonly options: LabOptions;
  readonly mix: TrafficMix;
  /** By part of the mix: the one that stands in for it. See `standInsOf`. */
  readonly standIns: readonly number[];
  readonly worlds: readonly World[];
  readonly trials: Map<string, Trial>;
  readonly state: PlanState;
};

/** One simulation: a candidate in one part of the mix, in one world of a lab. */
export type Piece = {
  readonly lab: Lab;
  readonly draw: number;
  readonly part: number;
  readonly candidate: Candidate;
  /** Whether it meets the SLO is all that is asked: it ends where it has surely failed. */
  readonly onlyVerdict?: boolean;
};

/** Another thread that has the same labs. */
export type Helper = {
  /**
   * Lets it simulate pieces, from the last one on; null if it takes none now.
   *
   * @param isAwaited whether these come before all others that it was given
   */
  readonly share: (pieces: readonly Piece[], isAwaited: boolean) => SharedWork<PieceScore> | null;
};

const mixFor = (options: LabOptions): TrafficMix => {
  const { load, spikeShare, margin, current, calibration, judgedOnly, secondsAfterRise } = options;
  const whole = mixOf(load, { spikeShare, margin, policy: current, isEven: isFiredEvenly(calibration) });
  const mix = judgedOnly ? whole.filter(isJudged) : whole;
  if (secondsAfterRise === undefined) return mix;
  return mix.map((part) =>
    part.kind === 'load' ? { ...part, load: untilAfterRise(part.load, secondsAfterRise) } : part,
  );
};

/**
 * Draw k is the same world in every lab of the same seed, whatever the load, the SLO or the number of draws.
 *
 * @param state of another lab of the same plan
 */
export const openLab = (options: LabOptions, state: PlanState = createPlanState()): Lab => {
  const mix = mixFor(options);
  return {
    options,
    mix,
    standIns: standInsOf(mix),
    worlds: Array.from({ length: options.draws }, (_, draw) =>
      lazyWorld(options, mix, { draw, drawn: state.drawn }),
    ),
    trials: new Map(),
    state,
  };
};

/** Requests that a figure beside an advice may take. */
const requestsBeside = 3_000_000;

/**
 * How many runs a figure beside an advice takes. Of a large service only as many as a budget of requests allows: its runs
 * differ less from each other than those of a small one.
 */
export const runsBeside = (
  { worlds }: Lab,
  { runsMost, runsLeast }: { readonly runsMost: number; readonly runsLeast: number },
): number => {
  const each = worlds[0]!.requests.reduce((sum, ofPart) => sum + ofPart, 0);
  return Math.min(runsMost, Math.max(runsLeast, Math.floor(requestsBeside / Math.max(1, each))));
};

/** Where something must hold in all draws, at least this share of them is simulated. */
const hardestLeastShare = 0.5;

/**
 * The draws to simulate where something must hold in all of them. Runs of a large service differ little and take long: what
 * holds in the hardest is taken to hold in the others.
 *
 * @param hardestFirst draws in the order of what they do to a candidate
 */
export const hardestDraws = (lab: Lab, hardestFirst: readonly number[]): readonly number[] => {
  const runsMost = hardestFirst.length;
  const runsLeast = Math.ceil(hardestLeastShare * runsMost);
  return hardestFirst.slice(0, runsBeside(lab, { runsMost, runsLeast }));
};

/** Runs for a figure that is for the eye. */
const forTheEye = { runsMost: 10, runsLeast: 5 } as const;

/**
 * Draws for a figure that is shown, spread evenly from the hardest to the easiest: the hardest alone would make it look too
 * bad. The first two of them, and the first four, are about as hard as all together: they lie on both sides of the middle.
 *
 * @param hardestFirst draws in the order of what they do to a candidate
 */
export const drawsToShow = (lab: Lab, hardestFirst: readonly number[]): number[] => {
  const { length } = hardestFirst;
  const count = Math.min(length, runsBeside(lab, forTheEye));
  const fromMiddle = (i: number): number => Math.abs(2 * i + 1 - count);
  const fromQuarter = (i: number): number => Math.abs(2 * fromMiddle(i) - count);
  return Array.from({ length: count }, (_, i) => i)
    .toSorted((a, b) => fromQuarter(a) - fromQuarter(b) || fromMiddle(a) - fromMiddle(b) || a - b)
    .map((i) => hardestFirst[Math.floor(((i + 0.5) * length) / count)]!);
};

/** The trial of a candidate in a lab; a new one, without runs, if it has none yet. */
export const trialOf = (lab: Lab, candidate: Candidate): Trial => {
  const name = nameOf(candidate);
  const known = lab.trials.get(name);
  if (known !== undefined) return known;
  const opened: Trial = { candidate, runs: new Map() };
  lab.trials.set(name, opened);
  return opened;
};
