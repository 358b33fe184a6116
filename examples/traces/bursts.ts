/**
 * Makes bursts.csv: `node examples/traces/bursts.ts > examples/traces/bursts.csv`. README.md tells which real trace
 * its figures follow.
 */
import { exponentialSampler, normalSampler } from '../../planner/stats/distributions.ts';
import { createRandom } from '../../planner/stats/random.ts';

/** Of the first 20 000, the seed whose ten minutes come nearest to the five figures in README.md. */
const seed = 6378;

const quietSecondsMean = 20;
const burstSecondsMean = 8;
/** The rate in the middle of a burst is lognormal. */
const crestMedianPerSecond = 8;
const crestSigma = 0.7;

/**
 * Counts per second of an on-off source: silence of exponential length, then a burst that swells and ebbs like half
 * a sine, with Poisson counts around it.
 */
export const burstyCounts = (seconds: number, from = seed): number[] => {
  const random = createRandom(from);
  const exponential = exponentialSampler(random);
  const normal = normalSampler(random);
  const poisson = (mean: number): number => {
    let n = 0;
    for (let at = exponential(); at < mean; at += exponential()) n++;
    return n;
  };
  const counts: number[] = [];
  while (counts.length < seconds) {
    const quiet = Math.round(quietSecondsMean * exponential());
    const length = 1 + Math.floor(burstSecondsMean * exponential());
    const crest = crestMedianPerSecond * Math.exp(crestSigma * normal());
    counts.push(...Array.from({ length: quiet }, () => 0));
    for (let i = 0; i < length; i++) counts.push(poisson(crest * Math.sin((Math.PI * (i + 0.5)) / length)));
  }
  return counts.slice(0, seconds);
};

/** The trace as a CSV text: second,count. */
export const burstyTrace = (seconds: number): string =>
  ['second,count', ...burstyCounts(seconds).map((count, second) => `${second},${count}`), ''].join('\n');

if (import.meta.main) process.stdout.write(burstyTrace(600));
