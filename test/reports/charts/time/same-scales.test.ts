import { describe, expect, it } from 'vitest';
import { panelWith } from '../../../../reports/charts/run/panel.ts';
import type { Panel, TimeFigure } from '../../../../reports/charts/time/model.ts';
import { onSameScales } from '../../../../reports/charts/time/same-scales.ts';

const panel = (change: Partial<Panel>): Panel =>
  panelWith({
    id: 'a',
    title: 'A',
    howToRead: '',
    numbers: '',
    unit: 'count',
    ticks: [0, 10, 20],
    heightPx: 90,
    ...change,
  });
const figure = (seconds: number, ...panels: Panel[]): TimeFigure => ({
  id: 'one',
  title: 'One',
  seconds,
  phases: [],
  lost: [],
  marks: [],
  runs: [],
  panels,
});
const ticksOf = (one: TimeFigure) => one.panels.map((drawn) => drawn.kind === 'panel' && drawn.ticks);

describe('two figures on the same scales', () => {
  it('have the ticks of the higher one, and the seconds of the longer one', () => {
    const [low, high] = onSameScales(
      figure(60, panel({})),
      figure(76, panel({ ticks: [0, 20, 40, 60, 80] })),
    );
    expect([low.seconds, high.seconds]).toEqual([76, 76]);
    expect(ticksOf(low)).toEqual([[0, 20, 40, 60, 80]]);
    expect(ticksOf(high)).toEqual(ticksOf(low));
  });

  it('reach on a logarithmic axis from the least of both to the most', () => {
    const quick = panel({ scale: 'log', ticks: [10, 30, 100] });
    const slow = panel({ scale: 'log', ticks: [100, 300, 1000] });
    const [one, other] = onSameScales(figure(60, quick), figure(60, slow));
    expect(ticksOf(one)).toEqual([[10, 30, 100, 300, 1000]]);
    expect(ticksOf(other)).toEqual(ticksOf(one));
  });

  it('leave a panel alone that only one of them has', () => {
    const [one] = onSameScales(figure(60, panel({}), panel({ title: 'B', ticks: [] })), figure(60));
    expect(ticksOf(one)).toEqual([[0, 10, 20], []]);
  });
});
