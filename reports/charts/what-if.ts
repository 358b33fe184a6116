import type { Recommendation } from '../../runs/schema/recommendation.ts';
import { startsReplicas } from '../plan/starts.ts';
import { toldOf } from '../words/plan/headroom.ts';
import { candidatesFigure } from './candidates.ts';
import type { Figure } from './figure.ts';
import { peakFigures, startupLagFigures } from './headroom.ts';

/** What more load, a slower start or less money would do. */
export const whatIfFigures = (advice: Recommendation): Figure[] => [
  ...peakFigures(advice.headroom, toldOf(advice)),
  ...(startsReplicas(advice) ? startupLagFigures(advice.headroom, toldOf(advice)) : []),
  candidatesFigure(advice),
];
