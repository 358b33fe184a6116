import type { Recommendation } from '../../runs/schema/recommendation.ts';
import { candidatesFigure } from './candidates.ts';
import type { Figure } from './figure.ts';
import { peakFigures, startupLagFigures } from './headroom.ts';

/** Whether replicas start at all: a fixed number of them has no start-up lag to ask about. */
const startsReplicas = ({ settings, compared }: Recommendation): boolean =>
  settings.policy.kind !== 'fixed' || compared.current.settings.policy.kind !== 'fixed';

/** What more load, a slower start or less money would do. */
export const whatIfFigures = (advice: Recommendation): Figure[] => [
  ...peakFigures(advice.headroom),
  ...(startsReplicas(advice) ? startupLagFigures(advice.headroom) : []),
  candidatesFigure(advice),
];
