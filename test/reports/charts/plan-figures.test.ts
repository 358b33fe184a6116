import { describe, expect, it } from 'vitest';
import { candidatesFigure } from '../../../reports/charts/candidates.ts';
import type { Figure } from '../../../reports/charts/figure.ts';
import { proofFigure } from '../../../reports/charts/proof.ts';
import { renderSvg } from '../../../reports/charts/render-svg.ts';
import { spikeAdvice, spikeProof } from '../../builders/planned-report.ts';

const proof = (change: Parameters<typeof spikeProof>[0] = {}): Figure =>
  proofFigure(spikeProof(change)) as Figure;
const figures = [candidatesFigure(spikeAdvice()), proof()];

type Layer = { readonly mark: { readonly type: string }; readonly data: { readonly values: never[] } };
const layersOf = ({ spec }: Figure): Layer[] => (spec as unknown as { layer: Layer[] }).layer;

describe('the figures of an advice', () => {
  it.each(figures.map(({ id, spec }) => [id, spec] as const))(
    'draw %s by its golden specification',
    async (id, spec) => {
      await expect(`${JSON.stringify(spec, null, 1)}\n`).toMatchFileSnapshot(
        `../../golden/reports/charts/${id}.json`,
      );
    },
  );

  it('are specifications that the library finds nothing odd about', async () => {
    for (const { id, spec } of [...figures, candidatesFigure(spikeAdvice({ rejected: [] }))]) {
      await renderSvg(spec, { id, title: id, description: id }, (message) => {
        throw new Error(`${id}: ${message}`);
      });
    }
  });

  it('tell every series apart by its shape', () => {
    for (const { legend } of figures) {
      expect(new Set(legend.map(({ mark }) => mark)).size).toBe(legend.length);
    }
  });

  it('say in numbers what they draw', () => {
    expect(figures[0]!.numbers).toBe(
      "Chance of meeting the SLO with the margin, advice: 97 % at 10.5 replicas; now: 1 % at 7.5 replicas; help page's formula: 97 % at 12 replicas. Of 1 rejected candidate shown, 0 meet it as well and cost as much or more.",
    );
    expect(figures[1]!.numbers).toBe(
      '3 of 4 figures lie inside their 95 % prediction intervals. Outside: mean replicas: 11.5, outside 10.2 to 10.6.',
    );
  });
});

describe('predicted and measured', () => {
  it('marks what is inside and what is outside by different shapes', () => {
    const [inside, outside] = layersOf(proof()).filter(({ mark }) => mark.type === 'point');
    expect(inside).toMatchObject({ mark: { shape: 'circle' } });
    expect(outside).toMatchObject({ mark: { shape: 'diamond' } });
    expect([inside, outside].map((layer) => layer?.data.values.length)).toEqual([3, 1]);
  });

  it('draws an interval that is a single value as a bar that can be seen', () => {
    const [, bars] = layersOf(proof());
    const [from, to] = [bars!.data.values[1]!['from'], bars!.data.values[1]!['to']];
    expect(to - from).toBeGreaterThan(0.003);
  });

  it('leaves out what was not predicted, and says why it is empty when nothing was', () => {
    expect(proof().table.rows).toHaveLength(4);
    const lines = spikeProof().lines.map((line) => ({ ...line, predicted: null, inside: null }));
    expect(proofFigure(spikeProof({ lines }))).toMatchObject({
      kind: 'empty',
      why: 'no figure was both predicted and measured',
    });
  });
});
