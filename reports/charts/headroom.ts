import type { Headroom, SettingsHeadroom } from '../../runs/schema/headroom.ts';
import { formatNumber, formatSeconds, formatShare } from '../format.ts';
import { byLagTable, byPeakTable } from '../plan/headroom.ts';
import { headroomLines, headroomNames, lagWorthText } from '../words/headroom.ts';
import type { Figure, PointShape } from './figure.ts';
import type { SeriesColour } from './palette.ts';
import { planePanel } from './plane.ts';
import { linearTicks } from './ticks.ts';

const styles: Readonly<Record<SettingsHeadroom['of'], { colour: SeriesColour; shape: PointShape }>> = {
  advice: { colour: 'teal', shape: 'circle' },
  current: { colour: 'orange', shape: 'triangle-down' },
  pageFormula: { colour: 'purple', shape: 'square' },
};

/** Enough digits for the eye. */
const rounded = (value: number): number => Number(value.toFixed(4));

type Point = { readonly x: number; readonly errorShare: number };
type Curve = Pick<Figure, 'id' | 'title' | 'howToRead' | 'numbers' | 'table'> & {
  readonly label: (x: number) => string;
  readonly pointsOf: (settings: SettingsHeadroom) => readonly Point[];
};

const figureOf = ({ settings }: Headroom, { label, pointsOf, ...curve }: Curve): Figure => {
  const clouds = settings.map((one) => ({
    ...styles[one.of],
    label: headroomNames[one.of],
    points: pointsOf(one).map(({ x, errorShare }) => ({ x: rounded(x), y: rounded(errorShare) })),
  }));
  const all = clouds.flatMap(({ points }) => points);
  return {
    kind: 'figure',
    ...curve,
    legend: clouds.map(({ label: name, colour, shape }) => ({ label: name, colour, mark: shape })),
    spec: planePanel(
      {
        x: { ticks: linearTicks(Math.max(...all.map(({ x }) => x))), label },
        y: { ticks: linearTicks(Math.max(0.01, ...all.map(({ y }) => y))), label: formatShare },
      },
      clouds.map((cloud) => ({ ...cloud, size: 90 })),
    ),
  };
};

/** Failed share against the height of the peak: where each of the settings gives way. */
export const headroomFigure = (headroom: Headroom): Figure =>
  figureOf(headroom, {
    id: 'headroom',
    title: 'Failed requests against the height of the peak',
    howToRead:
      'To the right a higher peak, 1 is the recorded one; upwards the mean share of requests that fail in simulated runs.',
    numbers: `${headroomLines(headroom).join('. ')}.`,
    table: byPeakTable(headroom),
    label: (x) => `${formatNumber(x)} ×`,
    pointsOf: ({ byPeak }) => byPeak.map(({ peakFactor, errorShare }) => ({ x: peakFactor, errorShare })),
  });

/** Failed share against the start-up lag: the cliff, and what a quicker start is worth. */
export const startupLagFigure = (headroom: Headroom): Figure =>
  figureOf(headroom, {
    id: 'headroom-lag',
    title: 'Failed requests against the start-up lag',
    howToRead:
      'To the right replicas that take longer to start, at the recorded peak; upwards the mean share of requests that fail in simulated runs.',
    numbers:
      lagWorthText(headroom) ?? 'A quicker start saves the settings in use no failed requests worth telling.',
    table: byLagTable(headroom),
    label: formatSeconds,
    pointsOf: ({ byStartupLag }) =>
      byStartupLag.map(({ lagMs, errorShare }) => ({ x: lagMs / 1000, errorShare })),
  });
