import type { Phase, Piece } from '../runs/schema/load/load.ts';
import { hold, inOrder } from './phases.ts';

/** Requests of each second, in order of time. */
export type Replay = { readonly scenario: 'replay'; readonly perSecond: readonly number[] };

/** Neighbouring seconds of the same count are one piece: a quiet minute takes one line of a plan, not sixty. */
const piecesOf = (perSecond: readonly number[]): Piece[] => {
  const pieces: Piece[] = [];
  for (const count of perSecond) {
    const last = pieces.at(-1);
    if (last?.toRatePerSecond === count) last.durationSeconds += 1;
    else pieces.push(hold(count, 1));
  }
  return pieces;
};

/**
 * Replay: the traffic that was, second by second. The bursts of a trace are what its
 * mean rate hides and what an autoscaler stumbles over.
 *
 *   rate      ┌┐
 *          ┌┐ ││   ┌┐
 *        ┌─┘│ ││ ┌─┘│
 *   ─────┘  └─┘└─┘  └──    seconds
 */
export const replayPhases = ({ perSecond }: Replay): Phase[] =>
  inOrder([{ name: 'replay', kind: 'replay', pieces: piecesOf(perSecond) }]);
