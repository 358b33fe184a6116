/**
 * Log-linear histogram of times, after HdrHistogram: each power of two is cut into 128 equal buckets, so a bucket is
 * at most 1/128 of its values wide and a quantile at most 0.4 % off. Covers 2^-20 s (1 µs) to 2^20 s (12 days);
 * what lies outside counts in the first or last bucket. Mean, smallest and largest value are exact.
 */
export type Histogram = {
  readonly counts: Uint32Array<ArrayBuffer>;
  zeroCount: number;
  count: number;
  sumSeconds: number;
  minSeconds: number;
  maxSeconds: number;
};

const bucketsPerOctave = 128;
const lowestExponent = -20;
const octaves = 40;

/** Bits of a float64 below the 7 that name the bucket within its octave, counted in the upper 32. */
const droppedBits = 13;
const exponentBias = 1023;
const firstBucketBits = (exponentBias + lowestExponent) << 20;

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/**
 * Bucket of a time above 0. Sign, exponent and the first bits of the mantissa of a float64 are already a log-linear
 * scale, so they are read and no logarithm is computed: 128 million values a second. They are read as on little-endian
 * machines, which are all that run Node but s390x.
 */
const bucketOf = (seconds: number): number => {
  float[0] = seconds;
  const bucket = (words[1]! - firstBucketBits) >> droppedBits;
  return bucket < 0 ? 0 : Math.min(bucket, octaves * bucketsPerOctave - 1);
};

/** The middle of a bucket. */
const secondsOf = (bucket: number): number => {
  const octave = Math.floor(bucket / bucketsPerOctave);
  return 2 ** (lowestExponent + octave) * (1 + ((bucket % bucketsPerOctave) + 0.5) / bucketsPerOctave);
};

/** A histogram of nothing. */
export const createHistogram = (): Histogram => ({
  counts: new Uint32Array(octaves * bucketsPerOctave),
  zeroCount: 0,
  count: 0,
  sumSeconds: 0,
  minSeconds: Number.POSITIVE_INFINITY,
  maxSeconds: 0,
});

/** Counts times, in seconds, 0 or more. */
export const addAllToHistogram = (histogram: Histogram, seconds: Float64Array): void => {
  let { sumSeconds, minSeconds, maxSeconds, zeroCount } = histogram;
  const { counts } = histogram;
  for (let i = 0; i < seconds.length; i++) {
    const one = seconds[i]!;
    sumSeconds += one;
    if (one < minSeconds) minSeconds = one;
    if (one > maxSeconds) maxSeconds = one;
    if (one > 0) counts[bucketOf(one)]!++;
    else zeroCount++;
  }
  histogram.count += seconds.length;
  histogram.zeroCount = zeroCount;
  histogram.sumSeconds = sumSeconds;
  histogram.minSeconds = minSeconds;
  histogram.maxSeconds = maxSeconds;
};

/** Adds all values of `other`: exactly, but for the rounding of the sum, which asks for a fixed order of merging. */
export const mergeIntoHistogram = (histogram: Histogram, other: Histogram): void => {
  histogram.count += other.count;
  histogram.sumSeconds += other.sumSeconds;
  histogram.zeroCount += other.zeroCount;
  histogram.minSeconds = Math.min(histogram.minSeconds, other.minSeconds);
  histogram.maxSeconds = Math.max(histogram.maxSeconds, other.maxSeconds);
  other.counts.forEach((n, bucket) => {
    histogram.counts[bucket]! += n;
  });
};

/** The buckets that hold anything, by their middle, shortest first. */
export const filledBuckets = ({ counts, zeroCount }: Histogram): { seconds: number; count: number }[] => {
  const filled = zeroCount > 0 ? [{ seconds: 0, count: zeroCount }] : [];
  counts.forEach((count, bucket) => {
    if (count > 0) filled.push({ seconds: secondsOf(bucket), count });
  });
  return filled;
};

/**
 * Quantile by nearest rank, ceil(share x count): the middle of its bucket, within the smallest and largest value.
 * null for an empty histogram.
 */
export const quantileSeconds = (histogram: Histogram, share: number): number | null => {
  const { counts, zeroCount, count, minSeconds, maxSeconds } = histogram;
  if (count === 0) return null;
  const rank = Math.max(1, Math.ceil(share * count - 1e-9));
  let seen = zeroCount;
  if (rank <= seen) return 0;
  // Of values above 0 none is below the smallest: what comes before its bucket is empty.
  for (let bucket = bucketOf(minSeconds); bucket < counts.length; bucket++) {
    seen += counts[bucket]!;
    if (seen >= rank) return Math.min(maxSeconds, Math.max(minSeconds, secondsOf(bucket)));
  }
  return maxSeconds;
};
