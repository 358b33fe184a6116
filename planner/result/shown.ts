import type { Check } from '../../runs/schema/result.ts';
import { requestsForP95Interval, requestsToShowShare } from '../measure/requests-to-show.ts';

/** A check before it is asked how much its requests show. */
type Judged = Omit<Check, 'isShown' | 'requestsToShow'>;

const isShown = ({ met, interval, limit }: Judged): boolean | null => {
  if (met === null) return null;
  if (interval === null) return false;
  return met ? interval.high <= limit : interval.low > limit;
};

const requestsToShow = ({ unit, measured, limit, interval }: Judged): number | null => {
  if (unit === 'share') return requestsToShowShare(measured!, limit);
  return interval === null ? requestsForP95Interval : null;
};

/**
 * A check with how much its requests can show. The verdict is about this run. Whether the service keeps its limit is told by the
 * interval: the whole of it must lie on one side.
 */
export const withShown = (check: Judged): Check => {
  const shown = isShown(check);
  return {
    ...check,
    isShown: shown,
    requestsToShow: check.met === true && shown === false ? requestsToShow(check) : null,
  };
};
