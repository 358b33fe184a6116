import type { HeldRates, RateStretch } from '../../../runs/schema/result/held-rates.ts';
import type { Result } from '../../../runs/schema/result.ts';
import { formatRate, threeDigits } from '../../format.ts';
import { requestsEachText } from './requests-per-arrival.ts';
import { notShownText } from './shown.ts';

const rateText = (ratePerSecond: number): string => formatRate(threeDigits(ratePerSecond));

/** Neighbouring rates. */
type Rates = Pick<RateStretch, 'fromRatePerSecond' | 'toRatePerSecond'>;

const isOne = ({ fromRatePerSecond: from, toRatePerSecond: to }: Rates): boolean =>
  rateText(from) === rateText(to);

/** @example rangeText({ fromRatePerSecond: 10, toRatePerSecond: 30 }) // '10/s to 30/s' */
const rangeText = (stretch: Rates): string =>
  isOne(stretch)
    ? rateText(stretch.toRatePerSecond)
    : `${rateText(stretch.fromRatePerSecond)} to ${rateText(stretch.toRatePerSecond)}`;

/** More stretches than these are not listed. */
const listedMost = 4;

/** A lower rate failed and a higher one did not: replicas that came meanwhile, a fault of its own, or chance. */
const notByRate = 'Rate alone does not explain that.';

const stepClause = (stretch: RateStretch, i: number): string => {
  const isOnly = isOne(stretch);
  if (!stretch.isKept) return `${rangeText(stretch)} ${isOnly ? 'does' : 'do'} not`;
  return `${rangeText(stretch)} ${isOnly ? 'holds' : 'hold'}${i > 1 ? ' again' : ''}`;
};

/** Steps, each judged by the whole SLO: the rate below a limit holds, so of kept ones the highest tells all. */
const stepsText = (stretches: readonly RateStretch[]): string => {
  const [first, second] = stretches;
  if (second === undefined)
    return first!.isKept
      ? `${rateText(first!.toRatePerSecond)} holds, the highest rate that was fired.`
      : `${rateText(first!.fromRatePerSecond)} does not hold, the lowest rate that was fired.`;
  if (first!.isKept && stretches.length === 2)
    return `${rateText(first!.toRatePerSecond)} holds, ${rateText(second.fromRatePerSecond)} does not.`;
  if (stretches.length > listedMost) {
    const [low, high] = [stretches[0]!.fromRatePerSecond, stretches.at(-1)!.toRatePerSecond];
    return `Between ${rateText(low)} and ${rateText(high)} some rates hold, and some lower ones do not. ${notByRate}`;
  }
  const clauses = stretches.map(stepClause);
  return first!.isKept
    ? `${clauses.join(', ')}. ${notByRate}`
    : `${rangeText(first!)} ${isOne(first!) ? 'does' : 'do'} not hold, but ${clauses.slice(1).join(', ')}. ${notByRate}`;
};

const rampClause = (stretch: RateStretch, i: number, { length }: readonly RateStretch[]): string => {
  const { fromRatePerSecond: from, toRatePerSecond: to, isKept } = stretch;
  const place =
    i === 0 && isKept
      ? `up to ${rateText(to)}`
      : i === length - 1 && !isKept
        ? `from ${rateText(from)} on`
        : isOne(stretch)
          ? `at ${rateText(to)}`
          : `from ${rateText(from)} to ${rateText(to)}`;
  return `${isKept ? 'within' : 'over'} the limit ${i > 1 ? 'again ' : ''}${place}`;
};

/** A ramp, judged by its failures alone. */
const rampText = (stretches: readonly RateStretch[]): string => {
  const [first] = stretches;
  const last = stretches.at(-1)!;
  const clauses = stretches.map(rampClause);
  if (stretches.length === 1)
    return `Failures are ${clauses[0]}, the ${first!.isKept ? 'highest' : 'lowest'} rate that was fired.`;
  if (stretches.length > listedMost)
    return `From ${rateText(first!.fromRatePerSecond)} to ${rateText(last.toRatePerSecond)} failures pass the limit at some rates, and at higher ones they do not. ${notByRate}`;
  const told = `Failures are ${clauses.join(', ')}.`;
  return first!.isKept && stretches.length === 2 ? told : `${told} ${notByRate}`;
};

/**
 * What a staircase or a ramp measured.
 *
 * @example heldRatesText({ by: 'slo', heldRatePerSecond: 30, missedRatePerSecond: 50, stretches: [{ fromRatePerSecond: 10, toRatePerSecond: 30, isKept: true }, { fromRatePerSecond: 50, toRatePerSecond: 50, isKept: false }] }) // '30/s holds, 50/s does not.'
 */
export const heldRatesText = ({ by, stretches, requestsPerArrival }: HeldRates): string => {
  const told = by === 'slo' ? stepsText(stretches) : rampText(stretches);
  return requestsPerArrival === undefined
    ? told
    : `${told} These are rates of requests: each arrival sent ${requestsEachText(requestsPerArrival)}.`;
};

/**
 * Where so few requests were sent at the highest rates of those that held that they don't show it, a sentence for each objective.
 *
 * @example heldNotShownLines({ by: 'slo', heldRatePerSecond: null, missedRatePerSecond: 10, stretches: [{ fromRatePerSecond: 10, toRatePerSecond: 10, isKept: false }] }) // []
 */
export const heldNotShownLines = ({ stretches }: HeldRates): string[] =>
  stretches.length > listedMost
    ? []
    : stretches.flatMap(({ highest }) =>
        (highest?.checks ?? [])
          .filter(({ met }) => met === true)
          .map(notShownText)
          .filter((text) => text !== undefined)
          .map((text) => `At ${rangeText(highest!)}: ${text}`),
      );

/** All that is said of it, in one text. */
export const heldRatesTold = (rates: HeldRates): string =>
  [heldRatesText(rates), ...heldNotShownLines(rates)].join(' ');

/** A staircase or a ramp is asked how much holds: that is its first answer; none for any other load. */
export const heldRatesLines = ({ heldRates }: Pick<Result, 'heldRates'>): string[] =>
  heldRates === undefined ? [] : [heldRatesText(heldRates)];

/** Its first answer with how much less the run shows than it says; none for any other load. */
export const heldRatesToldLines = ({ heldRates }: Pick<Result, 'heldRates'>): string[] =>
  heldRates === undefined ? [] : [heldRatesTold(heldRates)];

/** How much less the run shows than it says: its verdict first, then the rates that held. */
export const notShownLines = ({ verdict, heldRates }: Pick<Result, 'verdict' | 'heldRates'>): string[] => [
  ...verdict.checks.map(notShownText).filter((text) => text !== undefined),
  ...(heldRates === undefined ? [] : heldNotShownLines(heldRates)),
];
