import { metByAll } from '../../../planner/result/objectives.ts';
import type { Verdict } from '../../../runs/schema/result.ts';
import { judgementOf } from './objectives.ts';

type Judged = Pick<Verdict, 'met' | 'thresholds'>;

const listed = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** @example loadsText([1, 3]) // 'loads 1 and 3' */
const loadsText = (numbers: readonly number[]): string =>
  `${numbers.length === 1 ? 'load' : 'loads'} ${listed.format(numbers.map(String))}`;

/** Numbers of the loads with one verdict, and what is said of them; empty where there is none. */
const clause = (numbers: readonly number[], said: string): string[] =>
  numbers.length === 0 ? [] : [`${loadsText(numbers)} ${said}`];

/**
 * What repeats of one load come to, in one line: how many were met, and which were not.
 *
 * @param verdicts of the loads that were fired, in their order
 * @param planned how many loads there were to be: a load that is cut is the last one
 * @example repeatsText([{ met: false }, { met: true }], 2) // '✗ 1 of 2 loads met the SLO: load 1 did not.'
 */
export const repeatsText = (verdicts: readonly Judged[], planned: number): string => {
  const numbered = verdicts.map(({ met }, i) => ({ met, number: i + 1 }));
  const numbersOf = (wanted: boolean | null): number[] =>
    numbered.filter(({ met }) => met === wanted).map(({ number }) => number);
  const notFired = Array.from({ length: planned - verdicts.length }, (_, i) => verdicts.length + i + 1);
  const exceptions = [
    ...clause(numbersOf(false), 'did not'),
    ...clause(numbersOf(null), numbersOf(null).length === 1 ? 'has no verdict' : 'have no verdict'),
    ...clause(notFired, notFired.length === 1 ? 'was not fired' : 'were not fired'),
  ];
  const { symbol } = judgementOf(metByAll([...verdicts, ...notFired.map(() => ({ met: null }))]));
  const asked = verdicts.some(({ thresholds = [] }) => thresholds.length > 0)
    ? 'the SLO and the thresholds of your script'
    : 'the SLO';
  const why = exceptions.length === 0 ? '' : `: ${exceptions.join(', ')}`;
  return `${symbol} ${numbersOf(true).length} of ${planned} loads met ${asked}${why}.`;
};
