import type { Phase, RampLoad } from '../runs/schema/load/load.ts';
import { inOrder, slope } from './phases.ts';

/**
 * Ramp: a straight line, to find the rate at which errors begin (the breakpoint). With `safety.autoStop` the
 * load ends there by itself.
 *
 *   rate            ／
 *              ／
 *         ／
 *   ／                     seconds
 */
export const rampPhases = (load: RampLoad): Phase[] =>
  inOrder([
    {
      name: 'ramp',
      kind: 'ramp',
      pieces: [slope(load.fromRatePerSecond, load.toRatePerSecond, load.rampSeconds)],
    },
  ]);
