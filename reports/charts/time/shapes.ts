import { maxPoints, worstSecondBars } from '../downsample.ts';
import { colour } from '../palette.ts';
import type { Panel, Series } from './model.ts';
import { type Box, bandBoxes, boxesPath, type Places, type Range, stepPath } from './paths.ts';

const bandOpacity = 0.4;

const line = (series: Series, range: Range, places: Places): string => {
  const dash = series.dash === undefined ? '' : ` stroke-dasharray="${series.dash.join(' ')}"`;
  return `<path fill="none" stroke="${colour(series.colour)}" stroke-width="${series.widthPx ?? 1.8}"${dash} d="${stepPath(series.values, range, places)}"/>`;
};

const band = ({ values, upTo = values, colour: name }: Series, range: Range, places: Places): string =>
  `<path fill="${colour(name)}" fill-opacity="${bandOpacity}" stroke="${colour(name)}" stroke-width="1" d="${boxesPath(bandBoxes(values, upTo, range), places)}"/>`;

const at = ({ values }: Series, second: number): number => values[second] ?? 0;

/** Of each bar the second with the most failures, or, where nothing is a failure, with the most of all. */
const barsOf = (stacked: readonly Series[], { from, to }: Range) => {
  const failures = stacked.filter(({ isFailure }) => isFailure);
  const judged = failures.length === 0 ? stacked : failures;
  const weight = Array.from({ length: to - from }, (_, i) =>
    judged.reduce((sum, series) => sum + at(series, from + i), 0),
  );
  return worstSecondBars(weight, maxPoints);
};

/** Parts on top of each other, in their order, each bar as wide as its seconds. */
const stackShapes = (stacked: readonly Series[], range: Range, places: Places): string[] => {
  const bars = barsOf(stacked, range);
  const below = bars.map(() => 0);
  return stacked.map((series) => {
    const boxes = bars.flatMap(({ fromSecond, toSecond, shownSecond }, i): Box[] => {
      const low = below[i]!;
      const high = low + at(series, range.from + shownSecond);
      below[i] = high;
      return high > low ? [{ from: range.from + fromSecond, to: range.from + toSecond, low, high }] : [];
    });
    return `<path fill="${colour(series.colour)}" d="${boxesPath(boxes, places)}"/>`;
  });
};

/** The series of a panel as shapes: bands behind, the stack above them, lines in front. */
export const shapesOf = (series: Panel['series'], range: Range, places: Places): string => {
  const drawnAs = (draw: Series['draw']) => series.filter((one) => one.draw === draw);
  return [
    ...drawnAs('band').map((one) => band(one, range, places)),
    ...stackShapes(drawnAs('stack'), range, places),
    ...drawnAs('line').map((one) => line(one, range, places)),
  ].join('');
};
