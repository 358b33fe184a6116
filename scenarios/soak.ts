import type { Phase, SoakLoad } from '../runs/schema/load/load.ts';
import { hold, inOrder } from './phases.ts';

/**
 * Soak: one rate for a long time, for what only time shows: memory that grows, pods that restart, latency that drifts.
 *
 *   rate  ────────────────────────────  seconds
 */
export const soakPhases = (load: SoakLoad): Phase[] =>
  inOrder([{ name: 'soak', kind: 'soak', pieces: [hold(load.ratePerSecond, load.soakSeconds)] }]);
