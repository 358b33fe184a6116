import { isMargin, isPredicted, type MixPart, type TrafficMix } from '../../traffic/mix.ts';

/** A part with a larger share of the time is always simulated itself: its replicas are a good part of the cost. */
const shareMost = 0.1;

/** Whether a part is the same piece of the load as another one, made harder. */
const isHarderCopy = (part: MixPart, of: MixPart): boolean =>
  isMargin(part) &&
  part.kind === of.kind &&
  part.atSecond === of.atSecond &&
  part.peakFactor >= of.peakFactor;

/**
 * For each part of a mix the one that stands in for it where candidates are only screened: the same piece of the load with
 * the margin on its peak. All candidates are, but those of which a prediction is made (`tryWhole`). What holds there hardly
 * ever misses the SLO without the margin, and half of the requests are spared. Replicas of the two differ by less than the margin, for
 * a small share of the time.
 *
 * @returns by part: an index of the mix; its own where nothing stands in for it
 */
export const standInsOf = (mix: TrafficMix): readonly number[] =>
  mix.map((part, i) => {
    if (!isPredicted(part) || part.share > shareMost) return i;
    const harder = mix.findLastIndex((other) => isHarderCopy(other, part));
    return harder === -1 ? i : harder;
  });
