import type { Load, Phase } from '../runs/schema/load.ts';
import { rampPhases } from './ramp.ts';
import { soakPhases } from './soak.ts';
import { spikePhases } from './spike.ts';
import { staircasePhases } from './staircase.ts';

/** The load profile: the planned rate as a function of time, in named phases without a gap. */
export const phasesOf = (load: Load): Phase[] => {
  switch (load.scenario) {
    case 'spike':
      return spikePhases(load);
    case 'staircase':
      return staircasePhases(load);
    case 'ramp':
      return rampPhases(load);
    case 'soak':
      return soakPhases(load);
  }
};
