import { invertIncreasing } from './invert.ts';
import { logGamma } from './simple.ts';

const precision = 1e-16;
const stepsMax = 1e5;

/** Continued fraction of the incomplete beta function, evaluated forwards (modified Lentz). */
const betaFraction = (x: number, a: number, b: number): number => {
  let ratioUp = 1;
  let ratioDown = 1 / (1 - ((a + b) * x) / (a + 1));
  let fraction = ratioDown;
  for (let n = 1; n < stepsMax; n++) {
    const even = (n * (b - n) * x) / ((a + 2 * n - 1) * (a + 2 * n));
    ratioDown = 1 / (1 + even * ratioDown);
    ratioUp = 1 + even / ratioUp;
    fraction *= ratioUp * ratioDown;
    const odd = (-(a + n) * (a + b + n) * x) / ((a + 2 * n) * (a + 2 * n + 1));
    ratioDown = 1 / (1 + odd * ratioDown);
    ratioUp = 1 + odd / ratioUp;
    fraction *= ratioUp * ratioDown;
    if (Math.abs(ratioUp * ratioDown - 1) < precision) break;
  }
  return fraction;
};

/**
 * Regularized incomplete beta function I_x(a, b): the share of a beta(a, b) distribution below x. With
 * a = k, b = n - k + 1 it is the chance of at least k successes in n trials of chance x.
 * Source: NIST Digital Library of Mathematical Functions, 8.17.22 (https://dlmf.nist.gov/8.17).
 *
 * @param x in 0..1
 * @param a > 0
 * @param b > 0
 * @example betaShare(0.5, 2, 3) // 0.6875
 */
export const betaShare = (x: number, a: number, b: number): number => {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  // The fraction converges fast below the mean; above it, the mirrored one does.
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b;
};

/**
 * Quantile of the beta(a, b) distribution: the x with `betaShare(x, a, b) = share`, by bisection.
 *
 * @example betaQuantile(0.6875, 2, 3) // 0.5
 */
export const betaQuantile = (share: number, a: number, b: number): number =>
  invertIncreasing((x) => betaShare(x, a, b), share, { low: 0, high: 1 });
