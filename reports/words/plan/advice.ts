import { changesNothing, inForce } from '../../../planner/recommend/trials/in-force.ts';
import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import type { Result } from '../../../runs/schema/result.ts';
import { formatInterval, formatQuantity, formatShare } from '../../format.ts';
import { timesPeakText } from '../proof/margin-fired.ts';
import { changeText, knobChanges } from '../settings/settings.ts';
import { isRecorded } from './planned-for.ts';

/** @example inSeries(['a', 'b', 'c']) // 'a, b and c' */
const inSeries = (parts: readonly string[]): string =>
  [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter(Boolean).join(' and ');

type Change = Pick<Recommendation, 'settings' | 'compared' | 'timeouts'>;

const movedBy = ({ settings, compared, timeouts }: Change) => {
  const [now, then] = [compared.current.settings, settings].map((each) => inForce(each, timeouts));
  return knobChanges(now!, then!).filter(({ way }) => way !== 'keep');
};

/** Every knob that moves, from what to what; empty where none does. */
export const movedText = (advice: Change): string => inSeries(movedBy(advice).map(changeText));

/** What kept a plan from more replicas than the peak needs; empty where nothing did. */
export const withinText = ({ warnings }: Recommendation): string => {
  const bound = warnings.find(({ code }) => code === 'budgetTooSmall' || code === 'peakDoesNotFit');
  if (bound?.code === 'budgetTooSmall')
    return ` within the budget of ${formatQuantity(bound.replicas, 'replica')}`;
  return bound?.code === 'peakDoesNotFit'
    ? ` on nodes that hold ${formatQuantity(bound.replicas, 'replica')}`
    : '';
};

/** The advised change as one sentence without its full stop. */
export const recommendedChange = (advice: Recommendation): string => {
  if (advice.basis === 'leastRegret') return `No settings that were tried${withinText(advice)} meet the SLO`;
  return changesNothing(advice) ? 'Keep the settings as they are' : `Set ${movedText(advice)}`;
};

/** How likely the advised settings meet the SLO, against the chance that was asked for. */
export const chanceText = ({ basis, confidence, load, prediction }: Recommendation): string => {
  const { meetsSlo, meetsSloWithMargin } = prediction;
  const chance = `${formatShare(meetsSloWithMargin.mid)} (${formatInterval(meetsSloWithMargin, formatShare)})`;
  const [harder, easier] =
    load.margin === 0
      ? ['with requests at random', 'As it was fired']
      : ['with the margin', 'Without the margin'];
  return basis === 'certain'
    ? `In simulation the chance that a run meets the SLO, ${harder}, is ${chance}; ${formatShare(confidence)} was asked for. ${easier} it is ${formatShare(meetsSlo.mid)}.`
    : `Nothing that was tried meets the SLO with the asked chance of ${formatShare(confidence)}, so this is not a recommendation. Nearest comes what is shown: its chance is ${chance}.`;
};

/** What the advised change does to the failures, by the same simulated runs with and without it. */
export const predictedText = ({ prediction, compared, load }: Recommendation): string => {
  const [now, then] = [compared.current.prediction, prediction].map(({ errorShare }) => errorShare);
  const of = isRecorded(load) ? '' : ' of the planned load';
  return `In simulation${of} ${formatShare(then!.mid)} of the requests fail with it (${formatInterval(then!, formatShare)}), and ${formatShare(now!.mid)} with the settings in use: medians of ${formatQuantity(prediction.runs, 'run')}.`;
};

/** In place of a proof that nobody has made yet. Settings that stay as they are leave nothing to prove. */
export const unprovenText = (runId: string, advice: Change & Pick<Recommendation, 'load'>): string =>
  changesNothing(advice)
    ? 'The settings in use are kept, so there is nothing to prove; headroom test shows again how they hold.'
    : advice.load.isOther
      ? 'It is for the planned load, not for the one that this run recorded, and no run has proven it. Fire the planned load by headroom test.'
      : `No re-run has proven it yet: headroom verify runs/${runId} applies it and fires the same load again.`;

/** An advice for another load says nothing of the recorded one, which may have missed its SLO; empty where it has not. */
export const otherLoadTexts = (
  { run, verdict }: Pick<Result, 'run' | 'verdict'>,
  { load }: Pick<Recommendation, 'load'>,
): string[] =>
  isRecorded(load) || verdict.met !== false
    ? []
    : [
        `The recorded load missed its SLO, and this advice does not fix that: headroom plan runs/${run.id} plans for that load.`,
      ];

/**
 * What a re-run says of itself: whose advice it was fired to prove.
 *
 * @param peakFactor its peak against the recorded one, where it was fired at the margin
 */
export const rerunText = (plannedRunId: string, peakFactor?: number): string =>
  peakFactor !== undefined
    ? `This run fired the load of ${plannedRunId} at ${timesPeakText(peakFactor)}, with the settings that were advised from it. The report of that run says what it came to.`
    : `This run fired the load of ${plannedRunId} again, with the settings that were advised from it. The report of that run compares prediction and measurement.`;
