import { isFiredEvenly } from '../../calibrate/burstiness.ts';
import { createWorkspace, type Workspace } from '../../simulate/replicate.ts';
import type { SharedWork } from '../../simulate/shared-work.ts';
import type { PlanLoad } from '../../traffic/load.ts';
import { isJudged, mixOf, type TrafficMix } from '../../traffic/mix.ts';
import { untilAfterRise } from '../../traffic/until-after-rise.ts';
import { type Candidate, nameOf } from './candidates.ts';
import { standInsOf } from './stand-ins.ts';
import type { PartScore, Trial } from './trial.ts';
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

/** Something that was begun and needs runs: see `tries.ts`. */
export type UnderWay = {
  /** Simulates one more piece for it here. False: there is none, or the others are taken. */
  readonly doesNext: () => boolean;
  /** Goes as far as the runs allow that have come. */
  readonly goesOn: () => void;
};

/** What the labs of one plan share: those of one seed, SLO, settings in use and retries. */
export type PlanState = {
  readonly workspace: Workspace;
  /**
   * Scores of all pieces so far, by name: some labs put the same worlds through the same load. The peak with the margin is
   * a part of the plan and a peak of the headroom.
   */
  readonly scores: Map<string, PartScore>;
  readonly drawn: DrawnWorlds;
  /** For short names: see `known-scores.ts`. */
  readonly numbers: Map<unknown, number>;
  /** What was simulated so far. */
  spentRequests: number;
  /** What is done while a thread has nothing else to do. */
  readonly underWay: Set<UnderWay>;
};

/** For the labs of a new plan. */
export const createPlanState = (): PlanState => ({
  workspace: createWorkspace(),
  scores: new Map(),
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
};

/** Somebody with the same labs, on a thread of its own. */
export type Helper = {
  /**
   * Begins with the last piece; null if that can't be done now.
   *
   * @param isAwaited whether they come before all others that were shared
   */
  readonly share: (pieces: readonly Piece[], isAwaited: boolean) => SharedWork<PartScore> | null;
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
 * Runs for what stands beside an advice: as many of a large service as some requests allow, as from one run to another it
 * differs less than a small one.
 */
export const runsBeside = (
  { worlds }: Lab,
  { runsMost, runsLeast }: { readonly runsMost: number; readonly runsLeast: number },
): number => {
  const each = worlds[0]!.requests.reduce((sum, ofPart) => sum + ofPart, 0);
  return Math.min(runsMost, Math.max(runsLeast, Math.floor(requestsBeside / Math.max(1, each))));
};

/** Where something must hold in many draws, so large a share of them is simulated at least. */
const hardestLeastShare = 0.5;

/**
 * The draws in which something is asked that must hold in all. In a large service one run differs little from another, and each
 * takes long: what holds in the hardest is taken to hold in the others.
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
 * Draws for what is shown: evenly spread over the order of their hardness, as the hardest would tell more of themselves than of
 * what is asked. The first two, or four, of them are as hard as all together: one from each side of the middle.
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

/** The books on a candidate, opened if need be. */
export const trialOf = (lab: Lab, candidate: Candidate): Trial => {
  const name = nameOf(candidate);
  const known = lab.trials.get(name);
  if (known !== undefined) return known;
  const opened: Trial = { candidate, runs: new Map() };
  lab.trials.set(name, opened);
  return opened;
};
