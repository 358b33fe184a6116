import type { Arrivals } from './arrivals.ts';
import { ratePieces } from './rate-steps.ts';

/** Mean number of requests in [0, durationSeconds). */
export const expectedRequests = (arrivals: Arrivals, durationSeconds: number): number => {
  switch (arrivals.kind) {
    case 'counts':
      return arrivals.perSecond.reduce((sum, n) => sum + n, 0);
    case 'timestamps':
      return arrivals.seconds.length;
    case 'poisson':
    case 'even':
      return ratePieces(arrivals.ratePerSecond, durationSeconds).reduce(
        (sum, { startSecond, endSecond, ratePerSecond }) => sum + ratePerSecond * (endSecond - startSecond),
        0,
      );
  }
};
