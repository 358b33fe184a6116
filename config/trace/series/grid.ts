import { countedStepOf } from '../columns/column-names.ts';
import { refuseTrace, type Table } from '../tables/table.ts';
import { secondUs } from './span.ts';

/** Steps in which monitoring counts, in seconds: 1 s to a day. */
const usualSteps = [
  1, 5, 10, 15, 20, 30, 60, 120, 180, 240, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 14_400, 21_600,
  43_200, 86_400,
];

const text = (us: number): string => `${us / secondUs} s`;

/** The most frequent distance; of equally frequent ones the shortest. Microseconds. */
const usualGap = (gapsUs: Float64Array): { readonly gapUs: number; readonly share: number } => {
  const counts = new Map<number, number>();
  for (const gap of gapsUs) counts.set(gap, (counts.get(gap) ?? 0) + 1);
  const [gapUs, same] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]!;
  return { gapUs, share: same / gapsUs.length };
};

/**
 * Seconds of a step, by the distances of the times: the most frequent one, of which all others must be multiples.
 *
 * @param atUs ascending, no two alike
 * @throws HeadroomError E_CONFIG for an odd step, which load.step decides
 */
export const stepSecondsOf = (
  table: Table,
  atUs: Float64Array,
  { given, timeName }: { readonly given: number | undefined; readonly timeName: string },
): number => {
  const counted = atUs[atUs.length - 1]! < 1e9 * secondUs ? countedStepOf(timeName) : undefined;
  const fixed = given ?? counted ?? table.stepSeconds;
  if (fixed !== undefined) return fixed;
  const gaps = atUs.subarray(1).map((us, i) => us - atUs[i]!);
  if (gaps.length === 0)
    return refuseTrace(table, {
      what: 'one row: its step of time is not known',
      fix: 'give its seconds with load.step',
    });
  const { gapUs, share } = usualGap(gaps);
  const isClear = share >= 0.5 || gapUs === secondUs;
  if (!isClear || gaps.some((gap) => gap % gapUs !== 0)) {
    const shortest = gaps.reduce((least, gap) => Math.min(least, gap), Number.POSITIVE_INFINITY);
    return refuseTrace(table, {
      what: `no one step of time: rows are ${text(shortest)} apart and more, most often ${text(gapUs)}`,
      fix: "give the seconds of a row with load.step, such as 60; load.unit 'eachRow' if each row is one request",
    });
  }
  if (!usualSteps.includes(gapUs / secondUs)) {
    return refuseTrace(table, {
      what: `an odd step of time: rows are ${text(gapUs)} apart`,
      fix: `give the seconds of a row with load.step: ${gapUs / secondUs} if that is right, 1 if seconds without requests are left out; load.unit 'eachRow' if each row is one request`,
    });
  }
  return gapUs / secondUs;
};
