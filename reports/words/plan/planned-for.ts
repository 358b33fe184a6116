import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import { formatMs, formatNumber, formatRate, formatRequestRate, formatShare } from '../../format.ts';
import { daySeconds, periodWord, timeOfDay, timeSinceStart } from '../run/period.ts';

type Load = Recommendation['load'];
type Part = Load['mix'][number];

/** Of a day its time of day; of any other length the time since its start. */
const momentText = (atSecond: number, durationSeconds: number): string =>
  durationSeconds === daySeconds ? timeOfDay(atSecond) : `${timeSinceStart(atSecond)} after start`;

/** The margin's parts are the same ones with a higher peak. */
const harderText = ({ peakFactor, arrivals, kind }: Part): string => {
  if (peakFactor !== 1) return `, peak ${percent(peakFactor - 1)} higher`;
  return kind === 'load' && arrivals === 'random' ? ', at random' : '';
};

/** What a part of the traffic mix is called. */
export const partName = (part: Part, { kind, durationSeconds }: Load): string =>
  ({
    load: 'the load',
    rise: `around ${momentText(part.atSecond ?? 0, durationSeconds)}`,
    spike: 'spike on top',
    level: kind === 'rate' ? 'baseline' : 'level',
  })[part.kind] + harderText(part);

/** What the figures of a prediction are of. */
export const predictedFor = ({ kind, durationSeconds }: Recommendation['load']): string =>
  kind === 'day'
    ? `Prediction for the hardest part of ${periodName(durationSeconds)}`
    : 'Prediction for one run of this load';

/** What a load that comes again and again is called by its length. */
export const periodName = (durationSeconds: number): string => `a ${periodWord(durationSeconds)}`;

/** Whether the load that was planned for is the one that the run recorded. */
export const isRecorded = ({ kind, isOther }: Pick<Load, 'kind' | 'isOther'>): boolean =>
  kind === 'rate' && isOther === undefined;

/** A rate in few digits: a margin on top of a recorded peak need not be exact. */
const roughRate = (ratePerSecond: number): string => formatRate(Number(ratePerSecond.toPrecision(3)));

/** The same where the first word of rates is said: of what. */
const roughRequestRate = (ratePerSecond: number): string =>
  formatRequestRate(Number(ratePerSecond.toPrecision(3)));

/** A margin from a trace has many digits. */
const percent = (share: number): string => formatShare(Number(share.toFixed(2)));

const sourceOf = (load: Load): string => (isRecorded(load) ? 'recorded' : 'planned');

const peakText = (load: Load): string => {
  const { margin, marginDays, peakRatePerSecond } = load;
  return margin === 0
    ? `no peak above the ${sourceOf(load)} ${roughRate(peakRatePerSecond)}`
    : `peaks up to ${percent(margin)}${marginDays === undefined ? '' : ` (by the peaks of ${formatNumber(marginDays)} days)`} above the ${sourceOf(load)} ${roughRate(peakRatePerSecond)}, which is ${roughRate(peakRatePerSecond * (1 + margin))}`;
};

const arrivalsText = ({ kind }: Load): string =>
  kind === 'counts'
    ? 'the seconds of the trace, requests at random inside them'
    : 'requests that come at random moments';

/** The next peak that is planned for, for somebody who knows no autoscaler. */
export const nextPeakText = ({ margin, marginDays, peakRatePerSecond: peak }: Load): string =>
  margin === 0
    ? `the peak of ${roughRequestRate(peak)}, not above it,`
    : `${roughRequestRate(peak * (1 + margin))} (peak + ${percent(margin)}${marginDays === undefined ? '' : `, as ${formatNumber(marginDays)} days say`})`;

/** What the SLO must hold for: how requests come, and how high the next peak may be. */
const marginText = (load: Load): string => `${arrivalsText(load)}, and ${peakText(load)}`;

/** What the cost is the cost of: how much of the time the load lasts. */
const costBasisText = (load: Load): string => {
  const { kind, spikeShare, baselineRatePerSecond } = load;
  const whole = `the ${sourceOf(load)} load`;
  if (kind === 'day') {
    return spikeShare === 0
      ? "the day's own hours"
      : `the day's own hours, and ${formatShare(spikeShare)} of the time the recorded spike on top`;
  }
  if (spikeShare === 1) return `${whole} all the time`;
  return spikeShare === 0
    ? `its baseline of ${formatRate(baselineRatePerSecond)} all the time`
    : `${whole} ${formatShare(spikeShare)} of the time, else its baseline of ${formatNumber(baselineRatePerSecond)}/s`;
};

/** How the time is shared out that a cost is the cost of, in few words. */
export const paidTimeText = (load: Load): string => {
  const { kind, spikeShare, baselineRatePerSecond } = load;
  if (kind === 'day' || spikeShare === 1 || spikeShare === 0) return costBasisText(load);
  return `spike ${formatShare(spikeShare)} of time, else ${formatRate(baselineRatePerSecond)}`;
};

/** @example sloText({ maxErrorShare: 0.01, p95LatencyMs: 500 }) // 'at most 1 % of the requests fail, p95 latency at most 500 ms' */
export const sloText = ({ maxErrorShare, p95LatencyMs }: Recommendation['slo']): string =>
  `at most ${formatShare(maxErrorShare)} of the requests fail${p95LatencyMs === undefined ? '' : `, p95 latency at most ${formatMs(p95LatencyMs)}`}`;

/** The traffic that an advice was planned for, in one sentence. */
export const plannedForText = (load: Load): string =>
  `Planned for ${marginText(load)}. Cost assumes ${costBasisText(load)}.`;
