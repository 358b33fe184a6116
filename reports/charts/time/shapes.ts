import { maxPoints, worstSecondBars } from '../downsample.ts';
import { colour, stackedOpacity } from '../palette.ts';
import type { Panel, Series } from './model.ts';
import { type Box, bandBoxes, boxesPath, type Places, stepPath } from './paths.ts';

const bandOpacity = 0.4;
/** Of a band with a dashed edge: it rests on little. */
const paleOpacity = 0.15;

/**
 * How a series is painted, as attributes. Parts of a stack are parted by a line in the colour of the page, which every
 * series colour has 3:1 against: they are told apart without colour. What is no failure is pale, so that failures stand out.
 */
const paintOf = ({ draw, colour: name, dash, isFailure, widthPx = 1.8 }: Series): string => {
  const dashes = dash === undefined ? '' : ` stroke-dasharray="${dash.join(' ')}"`;
  if (draw === 'stack')
    return `fill="${colour(name)}"${isFailure ? '' : ` fill-opacity="${stackedOpacity}"`} stroke="${colour('page')}"`;
  if (draw === 'band')
    return `fill="${colour(name)}" fill-opacity="${dash === undefined ? bandOpacity : paleOpacity}" stroke="${colour(name)}"${dashes}`;
  return `fill="none" stroke="${colour(name)}" stroke-width="${widthPx}"${dashes}`;
};

const at = ({ values }: Series, second: number): number => values[second] ?? 0;

/** Of each bar the second with the most failures, or, where nothing is a failure, with the most of all. */
const barsOf = (stacked: readonly Series[], pointsMost: number) => {
  const failures = stacked.filter(({ isFailure }) => isFailure);
  const judged = failures.length === 0 ? stacked : failures;
  const weight = (stacked[0]?.values ?? []).map((_, second) =>
    judged.reduce((sum, series) => sum + at(series, second), 0),
  );
  return worstSecondBars(weight, pointsMost);
};

/** Parts on top of each other, in their order, each bar as wide as its seconds. */
const stackBoxes = (stacked: readonly Series[], pointsMost: number): Map<Series, Box[]> => {
  const bars = barsOf(stacked, pointsMost);
  const below = bars.map(() => 0);
  const boxesOf = (series: Series): Box[] =>
    bars.flatMap(({ fromSecond, toSecond, shownSecond }, i) => {
      const low = below[i]!;
      const high = low + at(series, shownSecond);
      below[i] = high;
      return high > low ? [{ from: fromSecond, to: toSecond, low, high }] : [];
    });
  return new Map(stacked.map((series) => [series, boxesOf(series)]));
};

/**
 * Where each series of a panel runs, as the data of paths, in their order.
 *
 * @param pointsMost of more seconds than this the worst and the best of each stretch are drawn
 */
export const pathsOf = (series: Panel['series'], places: Places, pointsMost = maxPoints): string[] => {
  const stacked = stackBoxes(
    series.filter(({ draw }) => draw === 'stack'),
    pointsMost,
  );
  return series.map((one) => {
    const { draw, values, upTo = values } = one;
    if (draw === 'line') return stepPath(values, places, pointsMost);
    return boxesPath(stacked.get(one) ?? bandBoxes(values, upTo, pointsMost), places);
  });
};

/** The series of a panel as shapes, one for each: what comes first lies behind. */
export const shapesOf = (series: Panel['series'], places: Places): string =>
  pathsOf(series, places)
    .map((path, i) => `<path ${paintOf(series[i]!)} d="${path}"/>`)
    .join('');
