/** Steps of a stopwatch that people count in. */
const timeStepsSeconds = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400,
];

const multiples = (step: number, end: number): number[] =>
  Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, i) => Number((i * step).toPrecision(12)));

/**
 * Ticks of a time axis from 0 to `seconds`: at most eight, at whole minutes or halves and tenths of them.
 *
 * @example timeTicks(60) // [0, 10, 20, 30, 40, 50, 60]
 */
export const timeTicks = (seconds: number): number[] => {
  const largest = timeStepsSeconds.at(-1)!;
  const step =
    timeStepsSeconds.find((candidate) => seconds / candidate <= 7) ??
    largest * Math.ceil(seconds / largest / 7);
  return multiples(step, seconds);
};

/**
 * Ticks of a linear axis from 0 to the first tick that is not below `max`: three to six, in steps of 1, 2 or 5 times a
 * power of ten, whole numbers when `whole` is set.
 *
 * @example linearTicks(87) // [0, 20, 40, 60, 80, 100]
 */
export const linearTicks = (max: number, whole = false): number[] => {
  if (!(max > 0)) return [0, 1];
  const rough = max / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10]
    .map((factor) => factor * power)
    .find((candidate) => candidate >= rough * (1 - 1e-9))!;
  const used = whole ? Math.max(1, step) : step;
  return multiples(used, Math.ceil(max / used - 1e-9) * used);
};

const decimal = (digit: number, power: number): number => Number(`${digit}e${power}`);

/** Values of `digits` times powers of ten, from the last one not above `min` to the first one not below `max`. */
const logSteps = (digits: readonly number[], min: number, max: number): number[] => {
  const [from, to] = [Math.floor(Math.log10(min)) - 1, Math.ceil(Math.log10(max)) + 1];
  const powers = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const steps = powers.flatMap((power) => digits.map((digit) => decimal(digit, power)));
  const first = steps.findLastIndex((step) => step <= min);
  const last = Math.max(
    first + 1,
    steps.findIndex((step) => step >= max),
  );
  return steps.slice(first, last + 1);
};

/**
 * Ticks of a logarithmic axis that encloses [min, max], both above 0: two or more, at 1 and 3 times the powers of ten
 * if that makes six at most, else at the powers of ten alone.
 *
 * @example logTicks(110, 1480) // [100, 300, 1000, 3000]
 * @example logTicks(4, 3000) // [1, 10, 100, 1000, 10000]
 */
export const logTicks = (min: number, max: number): number[] => {
  const fine = logSteps([1, 3], min, max);
  return fine.length <= 6 ? fine : logSteps([1], min, max);
};
