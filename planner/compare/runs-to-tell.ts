import { type Comparison, type Difference, isDeciding, worthOf } from '../../runs/schema/comparison.ts';

/** Many more runs than anybody makes: then a comparison will not tell. */
const runsMax = 100;

/**
 * How many times as many runs it takes until the interval leaves out what it must, if the difference stays as measured:
 * zero where the difference matters, all that matters where it does not. Intervals narrow with the root of the runs.
 */
const timesAsMany = (figure: Difference): number => {
  const { low, mid, high } = figure.difference!;
  const worth = worthOf(figure);
  const matters = Math.abs(mid) > worth;
  const towardsZero = mid > 0 ? mid - low : high - mid;
  const [width, room] = matters
    ? [towardsZero, Math.abs(mid)]
    : [Math.max(high - mid, mid - low), worth - Math.abs(mid)];
  return room > 0 ? (width / room) ** 2 : Number.POSITIVE_INFINITY;
};

/**
 * The runs of each side that would tell what these could not.
 *
 * @returns null where a comparison tells, where a figure has no interval, and where too many runs would be needed
 */
export const runsToTell = ({
  verdict,
  figures,
  base,
  compared,
}: Pick<Comparison, 'verdict' | 'figures' | 'base' | 'compared'>): Comparison['runsToTell'] => {
  if (verdict !== 'cantTell') return null;
  const open = figures.filter((figure) => isDeciding(figure) && figure.verdict === 'cantTell');
  if (open.length === 0 || open.some(({ difference }) => difference === null)) return null;
  const mattering = open.filter((figure) => Math.abs(figure.difference!.mid) > worthOf(figure));
  // One figure that is worse decides; that nothing changed has to be shown of each.
  const times =
    mattering.length > 0 ? Math.min(...mattering.map(timesAsMany)) : Math.max(...open.map(timesAsMany));
  const runs = Math.ceil(Math.max(base.length, compared.length) * times);
  return runs > runsMax ? null : runs;
};
