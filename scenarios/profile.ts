import type { Load, Phase, ReplayLoad } from '../runs/schema/load/load.ts';
import { rampPhases } from './ramp.ts';
import { type Replay, replayPhases } from './replay.ts';
import { soakPhases } from './soak.ts';
import { spikePhases } from './spike.ts';
import { staircasePhases } from './staircase.ts';

/** A load with all its numbers: a replay brings the counts of its trace in place of the file's name. */
export type DrawableLoad = Exclude<Load, ReplayLoad> | Replay;

/** The load profile: the planned rate as a function of time, in named phases without a gap. */
export const phasesOf = (load: DrawableLoad): Phase[] => {
  switch (load.scenario) {
    case 'spike':
      return spikePhases(load);
    case 'staircase':
      return staircasePhases(load);
    case 'ramp':
      return rampPhases(load);
    case 'soak':
      return soakPhases(load);
    case 'replay':
      return replayPhases(load);
  }
};
