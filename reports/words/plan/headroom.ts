import type { Headroom, SettingsHeadroom } from '../../../runs/schema/plan/headroom.ts';
import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import {
  formatQuantity,
  formatRate,
  formatSeconds,
  formatShare,
  formatWholePercent,
  threeDigits,
} from '../../format.ts';
import { type GrownLoad, growthOf, recordedLoad } from './growth.ts';
import { formulaName } from './page-formula.ts';
import { isRecorded, periodName } from './planned-for.ts';

/** What each of the settings is called; those of an advice where they hold. */
const headroomNames: Readonly<Record<SettingsHeadroom['of'], string>> = {
  current: 'now',
  advice: 'advised',
  pageFormula: formulaName,
};

/** What headroom is told with: the load that it is the headroom of, and what the settings of the advice are called. */
export type Told = {
  readonly load?: GrownLoad;
  /** See `shownName`. */
  readonly shown?: string;
};

/** "27 % above the peak", against the peak; "+38 %", against the baseline, where the peak of a rise is not reached. */
const againstText = (
  rate: number,
  { baselineRatePerSecond: baseline, peakRatePerSecond: peak }: Headroom,
  isRise: boolean,
): string => {
  const above = Number((rate / peak - 1).toFixed(2));
  if (above === 0) return 'the peak';
  if (above > 0) return `${formatWholePercent(above)} above the peak`;
  const step = isRise && baseline > 0 ? `+${formatWholePercent(rate / baseline - 1)}, ` : '';
  return `${step}${formatWholePercent(1 - rate / peak)} below the peak`;
};

/** The chance with which a rate is held: without it none of them means anything. */
const chanceOf = ({ confidence }: Headroom): string => `with ${formatShare(confidence)} chance`;

/**
 * What one of the settings holds, a clause.
 *
 * @example holdsText(advised, headroom, load) // 'holds a rise to 25.5/s with 95 % chance (27 % above the peak; 24.8/s to 26/s)'
 */
const holdsText = (settings: SettingsHeadroom, headroom: Headroom, load: GrownLoad): string => {
  const { ratePerSecond: rate, isLargestTried } = settings;
  const { upTo, least, isRise } = growthOf(load, headroom);
  if (rate.mid === 0) return `holds ${least} with less than ${formatShare(headroom.confidence)} chance`;
  const [low, mid, high] = [rate.low, rate.mid, rate.high].map((value) => formatRate(threeDigits(value)));
  const range = low === high ? '' : `; ${low} to ${high}`;
  const chance = chanceOf(headroom);
  return isLargestTried
    ? `holds ${upTo(mid!)} at least ${chance}, the largest that was tried`
    : `holds ${upTo(mid!)} ${chance} (${againstText(rate.mid, headroom, isRise)}${range})`;
};

/** The help page of Azure ML, section on autoscaling: at a target of 70 % "spikes of up to 30 %" are handled. */
const pagePromise = 0.3;

/** What settings are called, with the word for those of an advice: see `shownName`. */
export const headroomName = (of: SettingsHeadroom['of'], shown = headroomNames.advice): string =>
  of === 'advice' ? shown : headroomNames[of];

/** What the settings of an advice are called: those that only come nearest to the SLO are not advised. */
export const shownName = ({ basis }: Pick<Recommendation, 'basis'>): string =>
  basis === 'certain' ? headroomNames.advice : 'nearest';

/** What the headroom of an advice is told with. */
export const toldOf = (advice: Pick<Recommendation, 'basis' | 'load'>): Required<Told> => ({
  load: advice.load,
  shown: shownName(advice),
});

/** Each of the settings with what it holds, a line. Without a load in `told` it is the recorded one. */
export const headroomLines = (headroom: Headroom, { load = recordedLoad, shown }: Told = {}): string[] =>
  headroom.settings.map((settings) => {
    const promise =
      settings.of === 'pageFormula' && growthOf(load, headroom).isRise
        ? `; Azure ML's help page promises spikes of +${formatShare(pagePromise)}`
        : '';
    return `${headroomName(settings.of, shown)}: ${holdsText(settings, headroom, load)}${promise}`;
  });

/**
 * What the settings in use and the advised ones hold, for somebody who knows no autoscaler.
 *
 * @param when when those of the advice are in force; undefined where they are the ones in use
 * @example holdsShort(advice, 'once changed')
 * // 'can take a rise like this one, from 5/s to 7/s today, to 25.4/s once changed, with 95 % chance'
 */
export const holdsShort = (
  { headroom, load }: Pick<Recommendation, 'headroom' | 'load'>,
  when: string | undefined,
): string => {
  const [now, then] = (['current', 'advice'] as const).map((name) => {
    const rate = headroom.settings.find(({ of }) => of === name)?.ratePerSecond.mid ?? 0;
    return rate === 0 ? null : formatRate(threeDigits(rate));
  });
  const { inFull, again, least } = growthOf(load, headroom);
  const hasOther = then != null && when !== undefined;
  const chance = chanceOf(headroom);
  if (now == null)
    return `not sure of even ${least} today (less than ${formatShare(headroom.confidence)} chance)${hasOther ? `, can take ${inFull(then)} ${when}, ${chance}` : ''}`;
  return `can take ${inFull(now)} today${hasOther ? `, ${again}${then} ${when}` : ''}, ${chance}`;
};

/** Beside the headroom for the recorded load: the advice was planned for another; undefined where it was not. */
export const adviceOfOtherText = (load: GrownLoad): string | undefined =>
  isRecorded(load)
    ? undefined
    : `The advice in this folder was planned for ${load.kind === 'day' ? periodName(load.durationSeconds) : 'another load'}. Here it is held against the load that this run recorded, so its headroom is another one than the plan tells.`;

/** What a second less of start-up lag is worth to the settings in use, at the peak. undefined: nothing. */
export const lagWorthText = ({ lagMs, settings }: Headroom): string | undefined => {
  const points = settings.find(({ of }) => of === 'current')?.byStartupLag ?? [];
  const nearest = (ms: number) =>
    points.reduce<(typeof points)[number] | undefined>(
      (best, point) =>
        best === undefined || Math.abs(point.lagMs - ms) < Math.abs(best.lagMs - ms) ? point : best,
      undefined,
    );
  const [half, whole] = [nearest(lagMs / 2), nearest(lagMs)];
  if (half === undefined || whole === undefined || whole.lagMs <= half.lagMs) return undefined;
  const pointsPerSecond = (100 * (whole.errorShare - half.errorShare)) / ((whole.lagMs - half.lagMs) / 1000);
  if (pointsPerSecond < 0.005) return undefined;
  return `With the settings in use, each second less of start-up lag (simulated with ${formatSeconds(threeDigits(lagMs / 1000))} on average) saves about ${formatQuantity(Number(pointsPerSecond.toPrecision(2)), 'point')} of failed requests at the peak.`;
};
