import { metBehind } from '../../../planner/stats/succession.ts';
import type { Prediction } from '../../../runs/schema/recommendation.ts';
import { formatNumber } from '../../format.ts';

/**
 * How many of the simulated runs met the SLO, as they were counted. A chance never says so: of 18 runs that all met it is 95 %,
 * of 98 it is 99 %.
 *
 * @param chance that of the prediction, with the margin or without
 * @example metRunsText(prediction, prediction.meetsSlo) // '98 of 98'
 */
export const metRunsText = ({ runs }: Pick<Prediction, 'runs'>, chance: Prediction['meetsSlo']): string =>
  `${formatNumber(metBehind(chance.mid, runs))} of ${formatNumber(runs)}`;
