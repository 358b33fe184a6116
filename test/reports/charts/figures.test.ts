import { describe, expect, it } from 'vitest';
import type { Figure } from '../../../reports/charts/figure.ts';
import { renderSvg } from '../../../reports/charts/render-svg.ts';
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

const built = (result: Result) => relationFigures.map((build) => build(result));
const figuresOf = (result: Result): Figure[] => built(result).filter((figure) => figure.kind === 'figure');

describe('errors against load', () => {
  it.each(figuresOf(spikeResult()).map(({ id, spec }) => [id, spec] as const))(
    'draw %s by its golden specification',
    async (id, spec) => {
      await expect(`${JSON.stringify(spec, null, 1)}\n`).toMatchFileSnapshot(
        `../../golden/reports/charts/${id}.json`,
      );
    },
  );

  it('are specifications that the library finds nothing odd about', async () => {
    for (const { id, spec } of [spikeResult(), croppedResult(1), longResult(12)].flatMap(figuresOf)) {
      await renderSvg(spec, { id, title: id, description: id }, (message) => {
        throw new Error(`${id}: ${message}`);
      });
    }
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
