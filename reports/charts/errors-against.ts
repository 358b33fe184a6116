import { offeredLoadBySecond } from '../../planner/measure/offered-load.ts';
import type { GappySeries } from '../../planner/stats/cross-correlation.ts';
import { isInterval } from '../../planner/stats/interval.ts';
import type { Correlation, Result } from '../../runs/schema/result.ts';
import { formatSeconds, formatShare } from '../format.ts';
import { groupOutcomes } from '../outcomes.ts';
import { estimateText } from '../words/plan/estimate.ts';
import { outcomeLabel } from '../words/run/outcomes.ts';
import { minMaxIndices } from './downsample.ts';
import type { EmptyFigure, Figure, FigureBuilder } from './figure.ts';
import type { SeriesColour } from './palette.ts';
import type { Plane } from './plane/model.ts';
import type { PointShape } from './point-shapes.ts';
import { unknownReplicas } from './run/cluster-unknown.ts';
import { linearTicks } from './ticks.ts';

type Predictor = {
  readonly against: Correlation['against'];
  readonly words: string;
  /** Its unit in words. */
  readonly unit: string;
  /** How it is calculated, as a sentence. */
  readonly meaning: string;
  readonly values: GappySeries;
};

type Cloud = {
  readonly outcome: string;
  readonly colour: SeriesColour;
  readonly shape: PointShape;
  readonly shares: GappySeries;
  readonly lagSeconds: number;
};

/** Enough digits for the eye; equal points are drawn once. */
const rounded = (share: number, decimals: number): number => Number(share.toFixed(decimals));

/** Share of the requests of each second that ended in `outcome`; null in a second without requests. */
const sharesOf = ({ timeline }: Result, outcome: string): GappySeries =>
  timeline.load.requests.map((arrivals, second) =>
    arrivals === 0 ? null : (timeline.load.outcomes[outcome]?.[second] ?? 0) / arrivals,
  );

const pointsOf = ({ shares, lagSeconds }: Cloud, predictor: GappySeries): { x: number; y: number }[] => {
  const points = new Map<string, { x: number; y: number }>();
  for (const second of minMaxIndices(shares)) {
    const [x, y] = [predictor[second - lagSeconds] ?? null, shares[second] ?? null];
    if (x === null || y === null) continue;
    const point = { x: rounded(x, 2), y: rounded(y, 3) };
    points.set(`${point.x} ${point.y}`, point);
  }
  return [...points.values()];
};

const cloudsOf = (result: Result, correlations: readonly Correlation[]): Cloud[] => {
  const groups = groupOutcomes(result.timeline);
  return correlations.map(({ outcome, lagSeconds }) => {
    const group = groups.find(({ members }) => members.includes(outcome));
    return {
      outcome,
      colour: group?.colour ?? 'teal',
      shape: group?.shape ?? 'triangle-down',
      shares: sharesOf(result, outcome),
      lagSeconds,
    };
  });
};

const scatter = (predictor: Predictor, clouds: readonly Cloud[]): Plane => {
  const points = clouds.map((cloud) => pointsOf(cloud, predictor.values));
  const xTicks = linearTicks(Math.max(0, ...points.flat().map(({ x }) => x)));
  const yTicks = linearTicks(Math.max(0.01, ...points.flat().map(({ y }) => y)));
  return {
    kind: 'plane',
    x: { title: `${predictor.words}, ${predictor.unit}`, ticks: xTicks, label: formatShare },
    y: { title: 'failed requests, % of all in a second', ticks: yTicks, label: formatShare },
    clouds: clouds.map(({ colour, shape }, i) => ({ points: points[i]!, colour, shape, size: 'small' })),
  };
};

const toHundredths = (coefficient: number): string => coefficient.toFixed(2);

const sentenceOf = ({ outcome, lagSeconds, coefficient }: Correlation, words: string): string => {
  const when = lagSeconds === 0 ? 'in the same second' : `${formatSeconds(lagSeconds)} after the ${words}`;
  return isInterval(coefficient)
    ? `${outcomeLabel(outcome)}: correlation ${estimateText(coefficient, toHundredths)}, strongest ${when}.`
    : `${outcomeLabel(outcome)}: ${estimateText(coefficient, toHundredths)}.`;
};

const errorsAgainst = (result: Result, predictor: Predictor): Figure | EmptyFigure => {
  const { against, words } = predictor;
  const [id, title] = [`errors-${against}`, `Errors against ${words}`];
  if (!predictor.values.some((value) => value !== null)) return unknownReplicas(id, title, result.timeline);
  const correlations = result.correlations.filter((one) => one.against === against);
  const clouds = cloudsOf(result, correlations);
  if (clouds.every((cloud) => pointsOf(cloud, predictor.values).length === 0)) {
    return { kind: 'empty', id, title, why: 'no kind of failure was frequent enough to compare' };
  }
  return {
    kind: 'figure',
    id,
    title,
    howToRead: `Each mark is one second: to the right more ${words}, upwards a larger share of the requests failed, taken as much later as the lag says. ${predictor.meaning} Marks that rise together are a hint, not a cause.`,
    numbers: correlations.map((one) => sentenceOf(one, words)).join(' '),
    legend: clouds.map(({ outcome, colour: name, shape }) => ({
      label: `${outcomeLabel(outcome)} share`,
      colour: name,
      mark: shape,
    })),
    drawing: scatter(predictor, clouds),
    rows: { id: 'run', title: 'What happened' },
  };
};

const utilizationOf = ({ timeline }: Result): Predictor => ({
  against: 'utilization',
  words: 'utilization',
  unit: '% of the ready slots',
  meaning: 'Utilization is busy slots as a share of the ready ones.',
  values: timeline.cluster.utilization,
});

const offeredLoadOf = ({ timeline, serviceTime }: Result): Predictor => ({
  against: 'offeredLoad',
  words: 'offered load',
  unit: '% of the ready slots',
  meaning:
    'Offered load is arrivals × service time as a share of the ready slots; above 100 % no queue can hold.',
  values: offeredLoadBySecond(timeline, serviceTime?.meanMs ?? null),
});

/** Share of failures against utilization, a mark for each second. */
export const errorsAgainstUtilizationFigure: FigureBuilder = (result) =>
  errorsAgainst(result, utilizationOf(result));

/** Unlike utilization, offered load does not stop at 100 %. */
export const errorsAgainstOfferedLoadFigure: FigureBuilder = (result) =>
  errorsAgainst(result, offeredLoadOf(result));
