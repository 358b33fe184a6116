import { linearTicks, logTicks } from '../ticks.ts';
import { drawnPanels, type Panel, type TimeFigure } from './model.ts';

/** Ticks that hold what both panels show. */
const ticksOf = (panel: Panel, other: Panel): readonly number[] => {
  const all = [...panel.ticks, ...other.ticks];
  if (all.length === 0) return [];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  return panel.scale === 'log' ? logTicks(least, most) : linearTicks(most, all.every(Number.isInteger));
};

const onScalesOf = (figure: TimeFigure, other: TimeFigure): TimeFigure => ({
  ...figure,
  seconds: Math.max(figure.seconds, other.seconds),
  panels: figure.panels.map((panel) => {
    const same = drawnPanels(other).find(({ title }) => title === panel.title);
    return panel.kind === 'empty' || same === undefined ? panel : { ...panel, ticks: ticksOf(panel, same) };
  }),
});

/** Two figures of the same panels with the same axes, so that heights and places compare. */
export const onSameScales = (one: TimeFigure, other: TimeFigure): readonly [TimeFigure, TimeFigure] => [
  onScalesOf(one, other),
  onScalesOf(other, one),
];
