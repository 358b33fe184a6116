import type { Phase, SpikeLoad } from '../runs/schema/load/load.ts';
import { hold, inOrder } from './phases.ts';

/**
 * Spike: a step up and a step down, the shape that autoscalers are worst at.
 *
 *   rate
 *   peak      ┌────────┐
 *             │        │
 *   baseline ─┘        └──────────
 *            baseline hold recovery    seconds
 *
 * The baseline shows the settled service, the hold is long enough for new replicas to become ready (choose it
 * longer than the start-up lag), the recovery shows whether the backlog drains.
 */
export const spikePhases = (load: SpikeLoad): Phase[] =>
  inOrder([
    { name: 'baseline', kind: 'baseline', pieces: [hold(load.baselineRatePerSecond, load.baselineSeconds)] },
    { name: 'spike', kind: 'spike', pieces: [hold(load.peakRatePerSecond, load.holdSeconds)] },
    { name: 'recovery', kind: 'recovery', pieces: [hold(load.baselineRatePerSecond, load.recoverySeconds)] },
  ]);
