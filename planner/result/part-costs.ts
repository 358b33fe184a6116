import type { Headroom, SettingsHeadroom } from '../../runs/schema/headroom.ts';
import type { LagPart, ScaleLag } from '../../runs/schema/scale-lag.ts';

/** The parts of the start-up lag that the calibrated model has: what comes before the decision is the rule's own. */
const modelled: readonly LagPart['part'][] = ['create', 'schedule', 'pull', 'start', 'init'];

/** What one part of the start-up lag costs. */
export type PartCost = {
  readonly part: LagPart['part'];
  readonly seconds: number;
  /** Share of the requests that fail with the settings in use, and without this part of the lag. */
  readonly errorShare: number;
  readonly errorShareWithout: number;
};

/** Straight between the lags that were simulated; beyond them the nearest one. */
const errorShareAt = (curve: SettingsHeadroom['byStartupLag'], lagMs: number): number => {
  const points = curve.toSorted((a, b) => a.lagMs - b.lagMs);
  const above = points.findIndex((point) => point.lagMs >= lagMs);
  if (above === -1) return points.at(-1)!.errorShare;
  const [low, high] = [points[above - 1], points[above]!];
  if (low === undefined) return high.errorShare;
  const share = (lagMs - low.lagMs) / (high.lagMs - low.lagMs);
  return low.errorShare + share * (high.errorShare - low.errorShare);
};

/**
 * The failed requests that each part of the start-up lag costs: what the calibrated model fails at the recorded peak with
 * the settings in use, against the same with a lag that is shorter by that part. From the curve of the headroom, whose lags
 * were simulated; between them it is interpolated.
 */
export const partCosts = ({ medians }: ScaleLag, { lagMs, settings }: Headroom): PartCost[] => {
  const inUse = settings.find(({ of }) => of === 'current');
  if (inUse === undefined) return [];
  const errorShare = errorShareAt(inUse.byStartupLag, lagMs);
  return medians.flatMap(({ part, seconds }): PartCost[] => {
    if (!modelled.includes(part) || seconds === null || seconds === 0) return [];
    const withoutMs = Math.max(0, lagMs - seconds * 1000);
    return [{ part, seconds, errorShare, errorShareWithout: errorShareAt(inUse.byStartupLag, withoutMs) }];
  });
};
