import { logGamma } from './simple.ts';

const precision = 1e-16;
const stepsMax = 1e6;

/** x^shape e^-x / Γ(shape): the factor that the series and the fraction share. */
const front = (shape: number, x: number): number =>
  x === 0 ? 0 : Math.exp(shape * Math.log(x) - x - logGamma(shape));

/** P by its power series: sum of x^n / (shape (shape + 1) … (shape + n)). Quick for x < shape + 1. */
const lowerBySeries = (shape: number, x: number): number => {
  let term = 1 / shape;
  let sum = term;
  for (let n = 1; n < stepsMax && term > sum * precision; n++) {
    term *= x / (shape + n);
    sum += term;
  }
  return front(shape, x) * sum;
};

/** Q by Legendre's continued fraction, evaluated forwards (modified Lentz). Quick for x > shape + 1. */
const upperByFraction = (shape: number, x: number): number => {
  let base = x + 1 - shape;
  let ratioUp = 1 / Number.MIN_VALUE;
  let ratioDown = 1 / base;
  let fraction = ratioDown;
  for (let n = 1; n < stepsMax; n++) {
    const numerator = -n * (n - shape);
    base += 2;
    ratioDown = 1 / (base + numerator * ratioDown);
    ratioUp = base + numerator / ratioUp;
    fraction *= ratioUp * ratioDown;
    if (Math.abs(ratioUp * ratioDown - 1) < precision) break;
  }
  return front(shape, x) * fraction;
};

/**
 * Regularized upper incomplete gamma function Q(shape, x) = Γ(shape, x) / Γ(shape): the share of a gamma
 * distribution (scale 1) above x, and for whole shapes the share of a Poisson distribution of mean x below `shape`.
 * Source: NIST Digital Library of Mathematical Functions, 8.7.1 and 8.9.2 (https://dlmf.nist.gov/8).
 *
 * @param shape > 0
 * @param x >= 0
 * @example upperGammaShare(1, 2) // 0.1353352832
 */
export const upperGammaShare = (shape: number, x: number): number =>
  x < shape + 1 ? 1 - lowerBySeries(shape, x) : upperByFraction(shape, x);
