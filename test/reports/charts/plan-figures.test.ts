import { describe, expect, it } from 'vitest';
import { candidatesFigure } from '../../../reports/charts/candidates.ts';
import { descriptionOf } from '../../../reports/charts/drawing.ts';
import type { Figure } from '../../../reports/charts/figure.ts';
import type { Plane, Rows } from '../../../reports/charts/plane/model.ts';
import { proofFigure } from '../../../reports/charts/proof.ts';
import { whatIfFigures } from '../../../reports/charts/what-if.ts';
import { spikeAdvice, spikeProof } from '../../builders/planned-report.ts';
import { pictureOf } from './picture.ts';

const proof = (change: Parameters<typeof spikeProof>[0] = {}): Figure =>
  proofFigure(spikeProof(change)) as Figure;
const figures = [candidatesFigure(spikeAdvice()), proof()];

const rows = (): Rows['rows'] => (proof().drawing as Rows).rows;

describe('the figures of an advice', () => {
  it.each(figures.map((figure) => [figure.id, figure] as const))(
    'draw %s as in its golden picture',
    async (id, figure) => {
      await expect(pictureOf(figure)).toMatchFileSnapshot(`../../golden/reports/charts/${id}.svg.txt`);
    },
  );

  it('draw no number that is none, also without a rejected candidate', () => {
    for (const figure of [...figures, candidatesFigure(spikeAdvice({ rejected: [] }))])
      expect(pictureOf(figure)).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('tell every series apart by its shape', () => {
    for (const { legend } of figures) {
      expect(new Set(legend.map(({ mark }) => mark)).size).toBe(legend.length);
    }
  });

  it('call nothing advised where nothing meets the SLO', () => {
    for (const { legend, numbers, howToRead, rows } of whatIfFigures(spikeAdvice({ basis: 'leastRegret' })))
      expect(JSON.stringify([legend, numbers, howToRead, 'columns' in rows && rows.columns])).not.toMatch(
        /advi[cs]e/,
      );
  });

  it('say in numbers what they draw', () => {
    expect(figures[0]!.numbers).toBe(
      "Chance of meeting the SLO with the margin, advice: 97 % at 10.5 replicas; now: 1 % at 7.5 replicas; Azure ML's formula: 97 % at 12 replicas. Of 1 rejected candidate shown, 0 meet it as well and cost as much or more.",
    );
    expect(figures[1]!.numbers).toBe(
      '3 of 4 figures lie inside their 95 % prediction intervals. Outside: mean replicas: 11.5, outside 10.2 to 10.6.',
    );
  });
});

describe('what more load would do', () => {
  const { headroom } = spikeAdvice();
  const settings = headroom.settings.map((one) => ({ ...one, isLargestTried: one.of === 'pageFormula' }));
  const figure = whatIfFigures(spikeAdvice({ headroom: { ...headroom, settings } })).find(
    ({ id }) => id === 'by-peak-chance',
  )!;
  const { curves = [], clouds, x } = figure.drawing as Plane;

  it('has the headroom that is told on its curve, with its interval', () => {
    const { ratePerSecond, of } = settings.find(({ of }) => of === 'advice')!;
    const told = { x: ratePerSecond.mid, y: headroom.confidence };
    const [interval] = curves.filter(({ widthPx, colour }) => widthPx === 3 && colour === 'teal');
    expect(of).toBe('advice');
    expect(clouds.find(({ colour }) => colour === 'teal')?.points).toEqual([told]);
    expect(curves.find(({ widthPx, colour }) => widthPx === 4 && colour === 'teal')?.points).toContainEqual(
      told,
    );
    expect(interval?.points.map((point) => point.x)).toEqual([ratePerSecond.low, ratePerSecond.high]);
  });

  it('names the unit of the load at its axis', () => {
    expect(x.label(20)).toBe('20/s');
  });
});

it('no mark of a candidate lies over that of the advice', () => {
  const { clouds } = candidatesFigure(spikeAdvice()).drawing as Plane;
  // Circles and squares are drawn below all others, whatever their order.
  expect(clouds.map(({ shape }) => shape)).not.toContain('circle');
  expect(clouds.map(({ shape }) => shape)).not.toContain('square');
  expect(clouds.at(-1)).toMatchObject({ colour: 'teal', size: 'large' });
});

describe('what if', () => {
  const figures = whatIfFigures(spikeAdvice());

  it('says at each axis, and to whoever does not see it, what it measures and in which unit', () => {
    const titles = figures.map(({ drawing }) => {
      const { x, y } = drawing as Plane;
      return `Upwards: ${y.title}. To the right: ${x.title}. `;
    });
    expect(titles).toContain('Upwards: failed, % of requests. To the right: peak, requests per second. ');
    for (const [i, figure] of figures.entries()) {
      const { x, y } = figure.drawing as Plane;
      expect(pictureOf(figure)).toContain(`>${x.title}<`);
      expect(pictureOf(figure)).toContain(`>${y.title}<`);
      expect(descriptionOf(figure)).toBe(`${titles[i]}${figure.numbers}`);
    }
  });

  it('has titles that fit a phone', () => {
    for (const { drawing } of figures) {
      const { x, y } = drawing as Plane;
      for (const { title } of [x, y]) expect(title.length).toBeLessThanOrEqual(50);
    }
  });
});

describe('predicted and measured', () => {
  it('marks what is inside and what is outside by different shapes', () => {
    const shapes = Map.groupBy(rows(), ({ shape }) => shape);
    expect([shapes.get('circle')?.length, shapes.get('diamond')?.length]).toEqual([3, 1]);
  });

  it('draws an interval that is a single value as a bar that can be seen', () => {
    const [, { low, high } = { low: 0, high: 0 }] = rows();
    expect(high - low).toBeGreaterThan(0.003);
  });

  it('leaves out what was not predicted, and says why it is empty when nothing was', () => {
    expect(rows()).toHaveLength(4);
    const lines = spikeProof().lines.map((line) => ({ ...line, predicted: null, inside: null }));
    expect(proofFigure(spikeProof({ lines }))).toMatchObject({
      kind: 'empty',
      why: 'no figure was both predicted and measured',
    });
  });
});
