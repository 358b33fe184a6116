import { erlangC } from './erlang-c.ts';
import type { Station } from './station.ts';

/**
 * Allen and Cunneen's approximate mean wait in G/G/c: Erlang C's, times the mean of the two squared
 * coefficients of variation. 0 to 8 % low for constant service; a screen and a starting point, never the truth.
 * Source: Allen, "Probability, Statistics and Queueing Theory", 2nd edition, section 5.4.
 *
 * @param variability.arrivalScv variance / mean² of the gaps between arrivals; 1 for Poisson
 * @param variability.serviceScv variance / mean² of the service time
 * @returns seconds, of all requests
 * @example
 * allenCunneenWaitSeconds({ ratePerSecond: 8, serviceSeconds: 1, servers: 10 }, { arrivalScv: 1, serviceScv: 0 }) // 0.102295
 */
export const allenCunneenWaitSeconds = (
  station: Station,
  variability: { readonly arrivalScv: number; readonly serviceScv: number },
): number => (erlangC(station).meanWaitSeconds * (variability.arrivalScv + variability.serviceScv)) / 2;
