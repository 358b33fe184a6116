import type { Headroom, SettingsHeadroom } from '../../runs/schema/plan/headroom.ts';
import { formatNumber, formatRate, formatShare, threeDigits } from '../format.ts';
import { byLagTable, byPeakTable } from '../plan/headroom.ts';
import { growthOf } from '../words/plan/growth.ts';
import { headroomLines, headroomName, lagWorthText, type Told } from '../words/plan/headroom.ts';
import type { Figure, Table } from './figure.ts';
import type { Cloud, Curve } from './plane/model.ts';
import { linearTicks } from './ticks.ts';

/** The advice is the wide line: where another one has the same course, both are seen. */
const styles: Readonly<Record<SettingsHeadroom['of'], Pick<Curve, 'colour' | 'widthPx' | 'dash'>>> = {
  advice: { colour: 'teal', widthPx: 4 },
  current: { colour: 'orange', widthPx: 2, dash: [7, 3] },
  pageFormula: { colour: 'purple', widthPx: 2, dash: [2, 3] },
};

/** Enough digits for the eye. */
const rounded = (value: number): number => Number(value.toPrecision(3));

/** The title of every chart that draws the chance of meeting the SLO begins so. */
export const sloMet = 'SLO met';
/** What stands at the upright axis of every chart that draws the chance of meeting the SLO. */
export const chanceAxis = '% of simulated runs';

type Point = { readonly chance: number; readonly errorShare: number };

type Held = { readonly low: number; readonly mid: number; readonly high: number };

/** What is varied: its name, and what a reader needs to know of it. */
type Variable = Pick<Figure, 'id' | 'numbers'> & {
  /** Of both measures. */
  readonly table: Table;
  readonly name: string;
  /** What the settings of the advice are called. */
  readonly shown: string;
  /** At its axis. */
  readonly axis: string;
  /** What holds of every curve. */
  readonly hint: string;
  readonly label: (x: number) => string;
  readonly pointsOf: (settings: SettingsHeadroom) => readonly (Point & { readonly x: number })[];
  /** The largest value that still holds, with its interval; undefined where that is not known. */
  readonly heldOf: (settings: SettingsHeadroom) => Held | undefined;
};

/** What is shown of each point. */
type Measure = {
  readonly id: string;
  readonly title: string;
  readonly axis: string;
  readonly hint: string;
  readonly of: (point: Point) => number;
  readonly ticks: (largest: number) => readonly number[];
};

const failed: Measure = {
  id: 'failed',
  title: 'Failed requests',
  axis: 'failed, % of requests',
  hint: 'The mean of simulated runs.',
  of: ({ errorShare }) => errorShare,
  ticks: (largest) => linearTicks(Math.max(0.01, largest)),
};
const chance: Measure = {
  id: 'chance',
  title: sloMet,
  axis: chanceAxis,
  hint: '',
  of: (point) => point.chance,
  ticks: () => [0, 0.25, 0.5, 0.75, 1],
};

/**
 * The largest value that holds, as a point of the curve of chances: it rests on more simulated runs than the others, which without it
 * may contradict it. Its interval is a level line.
 */
const heldMarks = ({ settings, confidence: y }: Headroom, { heldOf }: Variable) =>
  settings.flatMap((one) => {
    const held = heldOf(one);
    if (held === undefined) return [];
    const [low, mid, high] = [held.low, held.mid, held.high].map((x) => ({ x: rounded(x), y }));
    const { colour } = styles[one.of];
    return [
      {
        of: one.of,
        point: mid!,
        interval: { colour, widthPx: 3, points: [low!, high!] } satisfies Curve,
        mark: { colour, shape: 'circle', size: 'large', points: [mid!] } satisfies Cloud,
      },
    ];
  });

const figureOf = (headroom: Headroom, variable: Variable, measure: Measure): Figure => {
  const { settings, confidence } = headroom;
  const { id, name, shown, axis, numbers, table, label, pointsOf } = variable;
  const held = measure === chance ? heldMarks(headroom, variable) : [];
  const curves = settings.map((one) => ({
    ...styles[one.of],
    label: headroomName(one.of, shown),
    points: [
      ...pointsOf(one).map((point) => ({ x: rounded(point.x), y: rounded(measure.of(point)) })),
      ...held.filter(({ of }) => of === one.of).map(({ point }) => point),
    ].sort((a, b) => a.x - b.x),
  }));
  const drawn = [...held.map(({ interval }) => interval), ...curves];
  const all = drawn.flatMap(({ points }) => points);
  const marked =
    held.length === 0
      ? ''
      : `The mark at ${formatShare(confidence)} is the headroom, the level line its interval, from more simulated runs than the curve.`;
  return {
    kind: 'figure',
    id: `${id}-${measure.id}`,
    title: `${measure.title} by ${name}`,
    howToRead: [variable.hint, measure.hint, marked].filter(Boolean).join(' '),
    numbers,
    // Both measures stand in one table, below the first of them.
    rows: measure === failed ? table : { id: `${id}-${failed.id}`, title: `${failed.title} by ${name}` },
    legend: curves.map(({ label: text, colour: paint, dash }) => ({
      label: text,
      colour: paint,
      mark: 'line',
      ...(dash && { dash }),
    })),
    drawing: {
      kind: 'plane',
      x: { title: axis, ticks: linearTicks(Math.max(...all.map(({ x }) => x))), label },
      y: {
        title: measure.axis,
        ticks: measure.ticks(Math.max(...all.map(({ y }) => y))),
        label: formatShare,
      },
      curves: drawn,
      clouds: held.map(({ mark }) => mark),
    },
  };
};

const byPeak = (headroom: Headroom, told: Required<Told>): Variable => ({
  shown: told.shown,
  id: 'by-peak',
  name: growthOf(told.load, headroom).axis,
  axis: `${growthOf(told.load, headroom).measured}, requests per second`,
  hint: `To the right a larger ${growthOf(told.load, headroom).axis}; ${formatRate(threeDigits(headroom.peakRatePerSecond))} is planned for.`,
  numbers: `${headroomLines(headroom, told).join('. ')}.`,
  table: byPeakTable(headroom, told),
  label: formatRate,
  pointsOf: (settings) =>
    settings.byPeak.map(({ peakFactor, ...point }) => ({
      x: peakFactor * headroom.peakRatePerSecond,
      ...point,
    })),
  heldOf: ({ of, ratePerSecond, isLargestTried }) =>
    of === 'pageFormula' || isLargestTried || ratePerSecond.mid === 0 ? undefined : ratePerSecond,
});

const byLag = (headroom: Headroom, told: Required<Told>): Variable => ({
  shown: told.shown,
  id: 'by-lag',
  name: 'start-up lag',
  axis: 'start-up lag, seconds',
  hint: 'The mean lag of replicas, at the peak that is planned for.',
  numbers:
    lagWorthText(headroom) ?? 'A quicker start saves the settings in use no failed requests worth telling.',
  table: byLagTable(headroom, told),
  label: formatNumber,
  pointsOf: (settings) => settings.byStartupLag.map(({ lagMs, ...point }) => ({ x: lagMs / 1000, ...point })),
  heldOf: () => undefined,
});

/** Failed share and chance against the height of the peak: where each of the settings gives way. */
export const peakFigures = (headroom: Headroom, told: Required<Told>): Figure[] =>
  [failed, chance].map((measure) => figureOf(headroom, byPeak(headroom, told), measure));

/** Failed share and chance against the start-up lag: the cliff, and what a quicker start is worth. */
export const startupLagFigures = (headroom: Headroom, told: Required<Told>): Figure[] =>
  [failed, chance].map((measure) => figureOf(headroom, byLag(headroom, told), measure));
