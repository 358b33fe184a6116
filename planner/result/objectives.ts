import type { Verdict } from '../../runs/schema/result.ts';

/** Met if all are; not met if one is not, even where others can't be told. */
export const metByAll = (parts: readonly { readonly met: boolean | null }[]): boolean | null => {
  if (parts.some(({ met }) => met === false)) return false;
  return parts.some(({ met }) => met === null) ? null : true;
};

/** Whether the limits of the SLO alone were kept: what settings of the autoscaler can change. */
export const sloMetOf = ({ checks }: Pick<Verdict, 'checks'>): boolean | null => metByAll(checks);

/** Thresholds of the user's own script that were missed. */
export const missedThresholdsOf = ({
  thresholds = [],
}: Pick<Verdict, 'thresholds'>): NonNullable<Verdict['thresholds']> =>
  thresholds.filter(({ met }) => met === false);
