import type { Verification } from './verification.ts';

/**
 * Whether the margin was fired and missed the SLO: the settings then hold the load as it was recorded, and not what they were
 * planned for.
 *
 * @example missedAtMargin({}) // false
 */
export const missedAtMargin = ({ margin }: Pick<Verification, 'margin'>): boolean =>
  margin?.fired === true && margin.sloHeld === false;
