import type { Assessed } from './assess.ts';
import type { Answer } from './assess-all.ts';
import { percent, table } from './markdown.ts';
import { type Change, changeOf, type FigureOf } from './noise.ts';
import { costRatios, coverageOf, p95Errors, passesOf, trialsOf } from './score.ts';

const assessedOf = (answers: readonly Answer[]): Assessed[] =>
  answers.filter((answer): answer is Assessed => 'trials' in answer);

/** The figures that two planners are compared by; refused services count only where services are counted. */
const figures: readonly (readonly [
  name: string,
  figureOf: FigureOf<Answer>,
  inWords: (value: number) => string,
])[] = [
  ['services without an advice', (all) => 1 - assessedOf(all).length / all.length, percent],
  ...(['errorShare', 'rejectedShare', 'p95Ms'] as const).map(
    (figure) =>
      [
        `${{ errorShare: 'error share', rejectedShare: '503 share', p95Ms: 'p95 latency' }[figure]} in its 95 % interval`,
        (all: readonly Answer[]) => coverageOf(trialsOf(assessedOf(all)), figure).inside.share,
        percent,
      ] as const,
  ),
  ['error of p95, median', (all) => p95Errors(trialsOf(assessedOf(all)))?.median ?? null, percent],
  ['error of p95, 90th percentile', (all) => p95Errors(trialsOf(assessedOf(all)))?.p90 ?? null, percent],
  ['advice passes its re-run', (all) => passesOf(assessedOf(all)).rerun.share, percent],
  ['runs that the advice passes', (all) => passesOf(assessedOf(all)).meanShare, percent],
  ['the same at the next peak', (all) => passesOf(assessedOf(all)).marginMeanShare, percent],
  ...(['proven', 'searched'] as const).flatMap((against) =>
    (['median', 'p90'] as const).map(
      (quantile) =>
        [
          `cost / cheapest${against === 'proven' ? ' that holds also in further runs' : ''}, ${quantile === 'p90' ? '90th percentile' : quantile}`,
          (all: readonly Answer[]) => costRatios(assessedOf(all), { against })?.[quantile] ?? null,
          (ratio: number) => ratio.toFixed(3),
        ] as const,
    ),
  ),
];

const rowOf = (name: string, change: Change | null, inWords: (value: number) => string): string[] => {
  if (change === null) return [name, 'none', 'none', 'none'];
  const { before, now, difference } = change;
  const signed = (value: number): string => `${value < 0 ? '−' : '+'}${inWords(Math.abs(value))}`;
  return [
    name,
    inWords(before),
    inWords(now),
    `${signed(difference.mid)} (${signed(difference.low)} to ${signed(difference.high)})`,
  ];
};

/**
 * What became of each figure since an earlier bench of the same services, as a Markdown table: then, now, and the difference with
 * its 95 % interval over resamples of the services.
 */
export const againstTable = (
  before: ReadonlyMap<number, Answer>,
  now: ReadonlyMap<number, Answer>,
): string => {
  const pairs = [...now].flatMap(([index, answer]) => {
    const earlier = before.get(index);
    return earlier === undefined ? [] : [{ before: earlier, now: answer }];
  });
  return table(
    [`figure, of ${pairs.length} services`, 'before', 'now', 'difference, with its noise'],
    figures.map(([name, figureOf, inWords]) => rowOf(name, changeOf(pairs, figureOf), inWords)),
  );
};
