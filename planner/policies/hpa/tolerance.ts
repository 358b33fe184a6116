/** Float noise, which must not push a ratio that meets the tolerance exactly over it. */
const slackRatio = 1e-9;

/**
 * Whether a ratio of current to target value is close enough to 1 to leave everything as it is.
 *
 * @example isWithinTolerance(0.55 / 0.5, 0.1) // true
 */
export const isWithinTolerance = (ratio: number, tolerance: number): boolean =>
  Math.abs(1 - ratio) <= tolerance + slackRatio;
