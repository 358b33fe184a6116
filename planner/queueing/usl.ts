import { type NotEnoughData, notEnoughData } from '../stats/interval.ts';
import { type LeastSquaresFit, leastSquares } from '../stats/least-squares.ts';

/** Throughput seen at a load: concurrent requests (inside a replica) or replicas (behind one dependency). */
export type UslPoint = { readonly load: number; readonly throughputPerSecond: number };

export type Usl = {
  /** σ: share of the work that can't run in parallel. */
  readonly contention: number;
  /** κ: cost of keeping each pair in agreement; above 0, throughput falls again beyond the peak. */
  readonly coherency: number;
  /** γ: throughput at a load of 1. */
  readonly throughputOfOne: number;
};

/**
 * Gunther's Universal Scalability Law: X(N) = γ N / (1 + σ (N - 1) + κ N (N - 1)).
 * Source: N. J. Gunther, "Guerrilla Capacity Planning", 2007, chapter 4.
 *
 * @example uslThroughput({ contention: 0.02, coherency: 0.02, throughputOfOne: 1 }, 4) // 3.0769
 */
export const uslThroughput = ({ contention, coherency, throughputOfOne }: Usl, load: number): number =>
  (throughputOfOne * load) / (1 + contention * (load - 1) + coherency * load * (load - 1));

export type UslFit = Usl & {
  /** Standard errors; undefined for a parameter on its bound 0, or without degrees of freedom. */
  readonly standardErrors: { readonly [name in keyof Usl]: number | undefined };
  /** In requests per second; undefined without degrees of freedom. */
  readonly residualStandardError: number | undefined;
  readonly degrees: number;
  /** Load (>= 1) of the largest throughput, sqrt((1 - σ) / κ); Infinity without coherency cost. */
  readonly peakLoad: number;
  readonly peakThroughputPerSecond: number;
  /** γ / σ: what throughput would approach without coherency cost (Amdahl). */
  readonly limitPerSecond: number;
};

const pointsMin = 3;

/**
 * Fits the USL to measurements by least squares in the throughput, with no parameter below 0.
 *
 * @returns notEnoughData for fewer than 3 different loads, or throughputs that do not determine the curve
 */
export const fitUsl = (points: readonly UslPoint[]): UslFit | NotEnoughData => {
  const loads = new Set(points.map(({ load }) => load)).size;
  if (loads < pointsMin) return notEnoughData(`at least ${pointsMin} different loads`, String(loads));
  const fit = leastSquares({
    x: points.map(({ load }) => load),
    y: points.map(({ throughputPerSecond }) => throughputPerSecond),
    model: ([contention, coherency, throughputOfOne], load) =>
      uslThroughput(
        { contention: contention!, coherency: coherency!, throughputOfOne: throughputOfOne! },
        load,
      ),
    start: [0.01, 1e-4, Math.max(...points.map(({ load, throughputPerSecond: x }) => x / load))],
    lowerBounds: [0, 0, 0],
  });
  return fit === undefined
    ? notEnoughData('throughputs that determine the curve', 'none that do')
    : describe(fit);
};

const peakLoadOf = ({ contention, coherency }: Usl): number => {
  if (contention >= 1) return 1;
  return coherency === 0 ? Number.POSITIVE_INFINITY : Math.max(1, Math.sqrt((1 - contention) / coherency));
};

const describe = (fit: LeastSquaresFit): UslFit => {
  const [contention, coherency, throughputOfOne] = fit.parameters as [number, number, number];
  const usl: Usl = { contention, coherency, throughputOfOne };
  const peakLoad = peakLoadOf(usl);
  const limitPerSecond = throughputOfOne / contention;
  return {
    ...usl,
    standardErrors: {
      contention: fit.standardErrors[0],
      coherency: fit.standardErrors[1],
      throughputOfOne: fit.standardErrors[2],
    },
    residualStandardError: fit.residualStandardError,
    degrees: fit.degrees,
    peakLoad,
    peakThroughputPerSecond: Number.isFinite(peakLoad) ? uslThroughput(usl, peakLoad) : limitPerSecond,
    limitPerSecond,
  };
};
