import type { Interval } from './interval.ts';
import { normalCritical } from './normal.ts';

/**
 * Ends of Wilson's score interval for a share seen in `size` independent trials; size need not be whole.
 *
 * @param critical half-width in standard errors: 1.96 for 95 %
 * @example wilsonEnds({ share: 0, size: 20, critical: 1.959964 }).high // 0.16112516
 */
export const wilsonEnds = ({
  share,
  size,
  critical,
}: {
  readonly share: number;
  readonly size: number;
  readonly critical: number;
}): { readonly low: number; readonly high: number } => {
  const pull = (critical * critical) / size;
  const center = share + pull / 2;
  const halfWidth = Math.sqrt(pull * (share * (1 - share) + pull / 4));
  return {
    // Rounding must not push an end past the share itself (or out of 0..1) where it is 0 or 1.
    low: Math.min(share, Math.max(0, (center - halfWidth) / (1 + pull))),
    high: Math.max(share, Math.min(1, (center + halfWidth) / (1 + pull))),
  };
};

/**
 * Wilson's score interval of a share: successes in independent trials of one chance. Requests of a queue are not
 * independent: `errorShareInterval` is the one for those.
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22, 1927.
 *
 * @param trials > 0
 * @example wilson(81, 263, 0.95) // { low: 0.2553, mid: 0.3080, high: 0.3662, confidence: 0.95 }
 */
export const wilson = (successes: number, trials: number, confidence: number): Interval => ({
  ...wilsonEnds({ share: successes / trials, size: trials, critical: normalCritical(confidence) }),
  mid: successes / trials,
  confidence,
});
