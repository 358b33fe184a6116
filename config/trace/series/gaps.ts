import { fewRequests } from '../../../runs/schema/load/trace-gaps.ts';
import type { TraceNote } from '../../../runs/schema/load/trace-reading.ts';
import type { CsvRow } from '../tables/rows.ts';
import { refuseTrace, type Table, type TraceOptions } from '../tables/table.ts';

/** Steps one after the other that have no number. */
type Gap = { readonly from: number; readonly steps: number };

/** The gaps between the numbers of a series. */
const gapsIn = (numbers: Float64Array): Gap[] => {
  const gaps: Gap[] = [];
  let from = 0;
  for (const [step, number] of numbers.entries()) {
    if (Number.isNaN(number)) continue;
    if (step > from) gaps.push({ from, steps: step - from });
    from = step + 1;
  }
  if (from < numbers.length) gaps.push({ from, steps: numbers.length - from });
  return gaps;
};

const longestOf = (gaps: readonly Gap[]): Gap =>
  gaps.reduce((longest, gap) => (gap.steps > longest.steps ? gap : longest));

/** Sums of the numbers before each step; a step without a number adds nothing. */
const sumsBefore = (numbers: Float64Array): Float64Array => {
  const sums = new Float64Array(numbers.length + 1);
  for (const [step, number] of numbers.entries())
    sums[step + 1] = sums[step]! + (Number.isNaN(number) ? 0 : number);
  return sums;
};

/** What a gap would add up to at the mean of as many steps before it, and as many after it. */
const expectedIn = ({ from, steps }: Gap, sums: Float64Array): number => {
  const to = from + steps;
  const [first, last] = [Math.max(0, from - steps), Math.min(sums.length - 1, to + steps)];
  const around = sums[from]! - sums[first]! + sums[last]! - sums[to]!;
  return (around / (last - first - steps)) * steps;
};

/** From two hours on seconds are hard to read. */
const lengthText = (seconds: number): string =>
  seconds < 7200 ? `${seconds} s` : `${Number((seconds / 3600).toFixed(1))} h`;

/** A series on its grid of steps. */
type Stepped = {
  /** A number for each step; NaN where there is none. */
  readonly numbers: Float64Array;
  readonly stepSeconds: number;
  /** Whether the numbers are whole requests. */
  readonly isCounted: boolean;
  /** Requests that a number of 1 stands for. */
  readonly requestsOfOne: number;
  /** The row of a step that has one. */
  readonly rowOf: (step: number) => CsvRow;
  /** The column of times; null: there is none. */
  readonly time: number | null;
};

/** @throws HeadroomError E_CONFIG for gaps in which requests would have come */
const refuseGaps = (table: Table, series: Stepped, gaps: readonly Gap[]): void => {
  const { numbers, stepSeconds, requestsOfOne, rowOf, time } = series;
  const sums = sumsBefore(numbers);
  const requestsIn = (gap: Gap): number => expectedIn(gap, sums) * requestsOfOne;
  const open = gaps.filter((gap) => requestsIn(gap) >= fewRequests);
  if (open.length === 0) return;
  const longest = longestOf(open);
  const { line, cells } = rowOf(longest.from - 1);
  const before = time === null ? `line ${line}` : cells[time]!;
  const missing = gaps.reduce((sum, { steps }) => sum + steps, 0);
  refuseTrace(table, {
    what: `${missing} of ${numbers.length} steps of ${stepSeconds} s have no number: no row, or an empty cell. The longest gap lasts ${lengthText(longest.steps * stepSeconds)}, after ${before}; at the rate around it some ${Math.round(requestsIn(longest))} requests would have come`,
    line,
    fix: "load.gaps: 'zero' if none came, as in an export that leaves zeros out; 'interpolate' if they were not measured: a straight line between the numbers around each gap",
  });
};

const interpolate = (numbers: Float64Array, { from, steps }: Gap, isWhole: boolean): void => {
  const [before, after] = [numbers[from - 1]!, numbers[from + steps]!];
  for (let i = 0; i < steps; i++) {
    const number = before + ((after - before) * (i + 1)) / (steps + 1);
    numbers[from + i] = isWhole ? Math.round(number) : number;
  }
};

/**
 * Fills the gaps of a series: as the user says, else with zeros where hardly a request would have come.
 *
 * @param series its numbers are filled in place
 * @returns a note on the gaps, where there are any
 * @throws HeadroomError E_CONFIG for gaps that may be zeros or times without monitoring
 */
export const fillGaps = (table: Table, series: Stepped, { gaps: taken }: TraceOptions): TraceNote[] => {
  const { numbers, stepSeconds, isCounted } = series;
  const gaps = gapsIn(numbers);
  if (gaps.length === 0) return [];
  if (taken === undefined) refuseGaps(table, series, gaps);
  for (const gap of gaps) {
    if (taken === 'interpolate') interpolate(numbers, gap, isCounted);
    else numbers.fill(0, gap.from, gap.from + gap.steps);
  }
  const longest = longestOf(gaps);
  return [
    {
      code: 'gaps',
      steps: gaps.reduce((sum, { steps }) => sum + steps, 0),
      longestSeconds: longest.steps * stepSeconds,
      longestFromSecond: longest.from * stepSeconds,
      taken: taken ?? 'few',
    },
  ];
};
