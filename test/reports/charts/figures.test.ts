import { describe, expect, it } from 'vitest';
import type { Figure } from '../../../reports/charts/figure.ts';
import { relationFigures } from '../../../reports/report-html.ts';
import type { Result } from '../../../runs/schema/result.ts';
import { spikeResult } from '../../builders/result.ts';
import {
  croppedResult,
  emptyResult,
  longResult,
  unansweredResult,
  unknownClusterResult,
} from '../../builders/result-variants.ts';
import { pictureOf } from './picture.ts';

const built = (result: Result) => relationFigures.map((build) => build(result));
const figuresOf = (result: Result): Figure[] => built(result).filter((figure) => figure.kind === 'figure');

describe('errors against load', () => {
  it.each(figuresOf(spikeResult()).map((figure) => [figure.id, figure] as const))(
    'draw %s as in its golden picture',
    async (id, figure) => {
      await expect(pictureOf(figure)).toMatchFileSnapshot(`../../golden/reports/charts/${id}.svg.txt`);
    },
  );

  it('draw no number that is none', () => {
    for (const figure of [spikeResult(), croppedResult(1), longResult(12)].flatMap(figuresOf))
      expect(pictureOf(figure)).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('tell every series apart by more than its colour', () => {
    for (const { legend } of figuresOf(spikeResult())) {
      const second = legend.map(({ mark, dash, label }) =>
        mark === 'area' ? label : `${mark} ${dash?.join(' ') ?? 'solid'}`,
      );
      expect(new Set(second).size).toBe(legend.length);
    }
  });
});

describe('a figure without data', () => {
  it.each([
    ['not one second was recorded', emptyResult()],
    ['the cluster could not be read', unknownClusterResult()],
    ['nothing was answered', unansweredResult()],
  ])('says why it is empty: %s', (_, result) => {
    expect(built(result).map(({ kind }) => kind)).toEqual(['empty', 'empty']);
  });
});
