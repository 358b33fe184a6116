import type { Phase, StaircaseLoad } from '../runs/schema/load/load.ts';
import { hold, inOrder } from './phases.ts';

/**
 * Staircase: equal steps up, each held long enough to settle. Every step is a phase of its own, so that the
 * report can say at which rate the service stopped to keep up.
 *
 *   rate           ┌────
 *             ┌────┘
 *        ┌────┘
 *   ─────┘                  seconds
 */
export const staircasePhases = (load: StaircaseLoad): Phase[] =>
  inOrder(
    Array.from({ length: load.steps }, (_, step) => ({
      name: `step-${step + 1}`,
      kind: 'step' as const,
      pieces: [hold(load.firstRatePerSecond + step * load.stepRatePerSecond, load.stepSeconds)],
    })),
  );
