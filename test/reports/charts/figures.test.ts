import { describe, expect, it } from 'vitest';
import type { Figure } from '../../../reports/charts/figure.ts';
import { renderSvg } from '../../../reports/charts/render-svg.ts';
import { relationFigures, timelineFigures } from '../../../reports/report-html.ts';
import type { Result } from '../../../runs/schema/result.ts';
import { spikeResult } from '../../builders/result.ts';
import {
  croppedResult,
  emptyResult,
  longResult,
  manyPhasesResult,
  unansweredResult,
  unknownClusterResult,
} from '../../builders/result-variants.ts';

const builders = [...timelineFigures, ...relationFigures];
const built = (result: Result) => builders.map((build) => build(result));
const figuresOf = (result: Result): Figure[] => built(result).filter((figure) => figure.kind === 'figure');
const figure = (result: Result, id: string): Figure => figuresOf(result).find((one) => one.id === id)!;
const emptyIds = (result: Result): string[] =>
  built(result)
    .filter(({ kind }) => kind === 'empty')
    .map(({ id }) => id);

describe('the figures of the spike', () => {
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

  it('are nine, each with an id of its own', () => {
    expect(new Set(figuresOf(spikeResult()).map(({ id }) => id)).size).toBe(9);
  });

  it('say the truth of the spike: 261 x 503 in 10 s from 0:21, 36/s at most, 9 x 504', () => {
    expect(figure(spikeResult(), 'outcomes').numbers).toBe(
      '261 × 503 in 10 seconds, from 0:21 to 0:30, most 36/s at 0:23. ' +
        '9 × 504 in 7 seconds, from 0:31 to 0:37, most 2/s at 0:31. 1,730 requests succeeded.',
    );
  });

  it('have every failure in the table behind the picture', () => {
    const { columns, rows } = figure(spikeResult(), 'outcomes').table;
    const total = (name: string): number =>
      rows.reduce((sum, row) => {
        const [from, to] = row[0]!.split('–').map((text) => Number(text.split(':')[1])) as [number, number?];
        return sum + Number(row[columns.indexOf(name)]!.replace(',', '')) * ((to ?? from) - from + 1);
      }, 0);
    expect([total('503'), total('504'), total('ok')]).toEqual([261, 9, 1730]);
  });

  it('print the same p99 in the picture of latencies as in the totals', () => {
    expect(spikeResult().totals.latency.all.p99Ms).toBe(397.56);
    expect(figure(spikeResult(), 'latency').numbers).toContain('p99 398 ms');
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

describe('the outcomes', () => {
  const marksOf = (result: Result): { from: number; to: number }[] =>
    (
      figure(result, 'outcomes').spec as { layer: { mark: { type: string }; data: { values: never[] } }[] }
    ).layer
      .filter(({ mark }) => mark.type === 'rule')
      .flatMap(({ data }) => data.values);

  it('mark every second that had a failure, also where a bar would be too thin to see', () => {
    const result = spikeResult();
    const lonely = new Array<number>(60).fill(0);
    lonely[50] = 1;
    const timeline = {
      ...result.timeline,
      load: { ...result.timeline.load, outcomes: { '200': lonely, '502': lonely } },
    };
    expect(marksOf({ ...result, timeline })).toEqual([{ from: 50, to: 51 }]);
  });

  it('keep the mark and the height of a spike of one second in a run of ten hours', () => {
    const result = longResult(600);
    const once = new Array<number>(36_000).fill(0);
    once[12_345] = 36;
    const timeline = { ...result.timeline, load: { ...result.timeline.load, outcomes: { '503': once } } };
    const spiky = { ...result, timeline };
    expect(marksOf(spiky)).toEqual([{ from: 12_345, to: 12_346 }]);
    expect(JSON.stringify(figure(spiky, 'outcomes').spec)).toContain('"high":36');
  });

  it('put rare codes into one series, so that a page never needs an eighth colour', () => {
    const result = spikeResult();
    const one = new Array<number>(60).fill(1);
    const codes = ['200', '400', '401', '404', '429', '500', '502', '503', '504', 'timeout', 'refused'];
    const outcomes = Object.fromEntries(codes.map((code) => [code, one]));
    const timeline = { ...result.timeline, load: { ...result.timeline.load, outcomes, unanswered: one } };
    const { legend } = figure({ ...result, timeline }, 'outcomes');
    expect(legend.map(({ label }) => label)).toEqual([
      '502: 60',
      '503: 60',
      '504: 60',
      'client timeout: 60',
      'other failures (400, 401, 404, 429, 500, refused): 360',
      'no known end: 60',
      'ok (2xx): 60',
    ]);
    expect(new Set(legend.map(({ colour }) => colour)).size).toBe(7);
  });
});

describe('a figure without data', () => {
  it('says why it is empty when not one second was recorded', () => {
    expect(emptyIds(emptyResult())).toHaveLength(9);
  });

  it('blames the missing cluster access, and draws the rest', () => {
    expect(emptyIds(unknownClusterResult())).toEqual([
      'busy-slots',
      'utilization',
      'replicas',
      'errors-utilization',
      'errors-offeredLoad',
    ]);
  });

  it('draws what was sent when nothing was answered', () => {
    expect(emptyIds(unansweredResult())).toEqual([
      'latency',
      'latency-by-outcome',
      'errors-utilization',
      'errors-offeredLoad',
    ]);
    expect(figure(unansweredResult(), 'outcomes').numbers).toMatch(/^2,000 × no known end in 60 seconds/);
  });

  it('draws a single second', () => {
    expect(figuresOf(croppedResult(1)).map(({ id }) => id)).toContain('utilization');
  });
});

describe('lost telemetry', () => {
  it('is outlined, within the recorded seconds', () => {
    const result = spikeResult();
    const lost = [
      { fromSecond: -1, toSecond: 5, reason: 'a' },
      { fromSecond: 55, toSecond: 99, reason: 'b' },
    ];
    const { spec } = figure({ ...result, timeline: { ...result.timeline, lost } }, 'latency');
    expect((spec as { layer: { data: unknown }[] }).layer.at(-1)?.data).toEqual({
      values: [
        { from: 0, to: 5 },
        { from: 55, to: 60 },
      ],
    });
  });
});

describe('phases', () => {
  const namesIn = (result: Result): string[] =>
    (
      figure(result, 'rate').spec as {
        layer: { mark: { type: string }; data: { values: { name: string }[] } }[];
      }
    ).layer
      .filter(({ mark }) => mark.type === 'text')
      .flatMap(({ data }) => data.values.map(({ name }) => name));

  it('are named above the chart where the name fits', () => {
    expect(namesIn(spikeResult())).toEqual(['baseline', 'spike', 'recovery']);
    expect(namesIn(manyPhasesResult(60))).toEqual([]);
  });

  it('that the load did not reach are not drawn', () => {
    expect(namesIn(croppedResult(25))).toEqual(['baseline', 'spike']);
  });
});
