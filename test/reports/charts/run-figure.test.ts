import { describe, expect, it } from 'vitest';
import { legendOf } from '../../../reports/charts/legend.ts';
import { runFigure } from '../../../reports/charts/run/run-figure.ts';
import { drawnPanels, type Panel } from '../../../reports/charts/time/model.ts';
import { pathsOf } from '../../../reports/charts/time/shapes.ts';
import { figureTable } from '../../../reports/charts/time/table.ts';
import { toText } from '../../../reports/html.ts';
import { timeFigureHtml } from '../../../reports/page/time-figure.ts';
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
import { topsBySecond } from './time/path-corners.ts';

const panel = (result: Result, id: string): Panel =>
  drawnPanels(runFigure(result)).find((one) => one.id === id)!;
const emptyIds = (result: Result): string[] =>
  runFigure(result).panels.flatMap(({ kind, id }) => (kind === 'empty' ? [id] : []));
const pageOf = (result: Result): string => toText(timeFigureHtml(runFigure(result)));
const spike = runFigure(spikeResult());

/** Of a result whose only outcomes are those given. */
const withOutcomes = (result: Result, outcomes: Result['timeline']['load']['outcomes']): Result => ({
  ...result,
  timeline: { ...result.timeline, load: { ...result.timeline.load, outcomes } },
});

describe('the figure of the spike', () => {
  it('the figure of the spike is the golden one', async () => {
    const text = JSON.stringify(spike, null, 1).replaceAll(/\[[\s\d.,null-]*\]/g, (list) =>
      list.replaceAll(/\s+/g, ''),
    );
    await expect(`${text}\n`).toMatchFileSnapshot('../../golden/reports/charts/run.json');
  });

  it('shows load, causes, latency, capacity and replicas on one axis', () => {
    expect(spike.panels.map(({ id }) => id)).toEqual(['requests', 'causes', 'latency', 'slots', 'replicas']);
    expect(pageOf(spikeResult()).match(/data-strip="axis"/g)).toHaveLength(1);
  });

  it('says the truth of the spike: 261 x 503 in 10 s from 0:21, 36/s at most, 9 x 504', () => {
    expect(panel(spikeResult(), 'requests').numbers).toContain(
      '261 × 503 in 10 seconds, from 0:21 to 0:30, most 36/s at 0:23. ' +
        '9 × 504 in 7 seconds, from 0:31 to 0:37, most 2/s at 0:31. 1,730 requests succeeded.',
    );
  });

  it('marks first failure, replicas asked, first one ready, and the end of the errors', () => {
    expect(spike.marks).toEqual([
      { label: 'first failure', second: 21 },
      { label: 'replicas asked', second: 22 },
      { label: 'first new one ready', second: 30 },
      { label: 'errors end', second: 38 },
    ]);
  });

  it('says recovered only where the SLO limits errors alone', () => {
    const { verdict } = spikeResult();
    const checks = verdict.checks.filter(({ objective }) => objective === 'errorShare');
    const errorsAlone = { ...spikeResult(), verdict: { ...verdict, checks } };
    expect(runFigure(errorsAlone).marks.at(-1)).toEqual({ label: 'recovered', second: 38 });
  });

  it('has a row for every cause, over the seconds that failed of it', () => {
    expect(panel(spikeResult(), 'causes').lanes.map(({ short, stretches }) => [short, stretches])).toEqual([
      ['A', [{ from: 22, to: 31 }]],
      ['B', [{ from: 21, to: 22 }]],
      ['C', [{ from: 31, to: 38 }]],
    ]);
  });

  it('has every failure in the table behind the picture', () => {
    const { columns, rows } = figureTable(spike);
    const total = (name: string): number =>
      rows.reduce((sum, row) => {
        const [from, to] = row[0]!.split('–').map((text) => Number(text.split(':')[1])) as [number, number?];
        return sum + Number(row[columns.indexOf(name)]!.replace(',', '')) * ((to ?? from) - from + 1);
      }, 0);
    expect([total('503'), total('504'), total('ok')]).toEqual([261, 9, 1730]);
  });

  it('prints the same p99 beside the latencies as in the totals', () => {
    expect(spikeResult().totals.latency.all.p99Ms).toBe(397.56);
    expect(panel(spikeResult(), 'latency').numbers).toContain('p99 398 ms');
  });

  it('tells every series apart by more than its colour', () => {
    for (const { id, series } of drawnPanels(spike)) {
      const second = series.map(({ draw, dash, label }) =>
        draw === 'line' ? `line ${dash?.join(' ') ?? 'solid'}` : label,
      );
      expect(new Set(second).size, id).toBe(series.length);
    }
  });

  it('draws an ok band and a limit on a logarithmic axis, and the work against the slots', () => {
    expect(panel(spikeResult(), 'latency')).toMatchObject({
      scale: 'log',
      levels: [{ name: 'limit p95 500 ms' }],
    });
    expect(panel(spikeResult(), 'slots').series.map(({ label }) => label)).toEqual([
      'busy slots',
      'slots of ready replicas',
      "autoscaler's target, 70 % of them",
    ]);
  });
});

describe('latency', () => {
  it('has a band of its own where a second holds under 20 successes: its p95 is the slowest of them', () => {
    const { load } = spikeResult().timeline;
    const [dense, sparse, p99] = panel(spikeResult(), 'latency').series;
    expect([dense!.label, sparse!.label]).toEqual(['ok, p50 to p95', 'ok, p50 to slowest of under 20']);
    const [few, many] = [0, 23];
    expect([load.outcomes['200']![few]! < 20, load.outcomes['200']![many]! < 20]).toEqual([true, false]);
    expect([sparse!.upTo![few], dense!.upTo![few]]).toEqual([load.okLatencyP95Ms[few], null]);
    expect([sparse!.upTo![many], dense!.upTo![many]]).toEqual([null, load.okLatencyP95Ms[many]]);
    expect([p99!.values[few], p99!.values[many]]).toEqual([null, load.latencyP99Ms[many]]);
  });

  it('keeps the p99 of a second with few successes that had a failure too', () => {
    const result = spikeResult();
    const second = result.timeline.load.outcomes['504']!.findIndex((count) => count > 0);
    const { load } = result.timeline;
    const one = { ...load.outcomes, '200': load.outcomes['200']!.with(second, 3) };
    expect(panel(withOutcomes(result, one), 'latency').series[2]!.values[second]).toBe(
      load.latencyP99Ms[second],
    );
  });
});

describe('failures', () => {
  const marksOf = (result: Result) => panel(result, 'requests').lanes.flatMap(({ stretches }) => stretches);

  it('mark every second that had one, also where a bar would be too thin to see', () => {
    const lonely = new Array<number>(60).fill(0);
    lonely[50] = 1;
    expect(marksOf(withOutcomes(spikeResult(), { '200': lonely, '502': lonely }))).toEqual([
      { from: 50, to: 51 },
    ]);
  });

  it('keep the mark and the height of a spike of one second in a run of ten hours', () => {
    const once = new Array<number>(36_000).fill(0);
    once[12_345] = 36;
    const spiky = withOutcomes(longResult(600), { '503': once });
    expect(marksOf(spiky)).toEqual([{ from: 12_345, to: 12_346 }]);
    const [, shapes = ''] =
      /<path fill="var\(--orange\)" stroke="var\(--page\)" d="([^"]*)"/.exec(pageOf(spiky)) ?? [];
    expect(shapes).toMatch(/^M12300 /);
  });

  it('are parted from their neighbours in the stack by a line, and the successes are pale, in the legend too', () => {
    const page = pageOf(spikeResult());
    for (const name of ['orange', 'purple']) {
      expect(page).toMatch(new RegExp(`<path fill="var\\(--${name}\\)" stroke="var\\(--page\\)" d="M`));
    }
    expect(page).toMatch(/<path fill="var\(--blue\)" fill-opacity="0.25" stroke="var\(--page\)" d="M/);
    expect(page).toMatch(/<path d="M0 0h26v10h-26Z" fill="var\(--blue\)" fill-opacity="0.25"\/>/);
  });

  it('are found without colour: each by the name of its row, and from the bottom in the order of the legend', () => {
    const seconds = spikeResult().timeline.seconds;
    const each = (count: number): number[] => new Array<number>(seconds).fill(count);
    const both = withOutcomes(spikeResult(), { '200': each(4), '503': each(1), '504': each(2) });
    const requests = panel(both, 'requests');
    const { series, lanes, howToRead } = requests;
    const entries = legendOf(requests).map(({ label }) => label);
    const paths = pathsOf(series, { x: (second) => second, y: (value) => value });
    expect(lanes.map(({ short }) => short)).toEqual(['503', '504']);
    expect(entries.slice(0, 3)).toEqual(['503', '504', 'ok']);
    expect(paths.slice(0, 3).map((path) => topsBySecond(path, seconds)[0])).toEqual([1, 3, 7]);
    expect(howToRead).toContain('failures at the bottom, upwards in the order of the legend');
  });

  it('put rare codes into one series, so that a page never needs an eighth colour', () => {
    const result = spikeResult();
    const one = new Array<number>(60).fill(1);
    const codes = ['200', '400', '401', '404', '429', '500', '502', '503', '504', 'timeout', 'refused'];
    const outcomes = Object.fromEntries(codes.map((code) => [code, one]));
    const { load } = result.timeline;
    const many = {
      ...result,
      timeline: { ...result.timeline, load: { ...load, outcomes, unanswered: one } },
    };
    const stacked = panel(many, 'requests').series.filter(({ draw }) => draw === 'stack');
    expect(stacked.map(({ label, total }) => `${label}: ${total}`)).toEqual([
      '502: 60',
      '503: 60',
      '504: 60',
      'client timeout: 60',
      'other failures (400, 401, 404, 429, 500, refused): 360',
      'no known end: 60',
      'ok: 60',
    ]);
    expect(new Set(stacked.map(({ colour }) => colour)).size).toBe(7);
  });
});

describe('a panel without data', () => {
  it('says why it is empty when not one second was recorded', () => {
    expect(emptyIds(emptyResult())).toEqual(['requests', 'latency', 'slots', 'replicas']);
  });

  it('blames the missing cluster access, and draws the rest', () => {
    expect(emptyIds(unknownClusterResult())).toEqual(['slots', 'replicas']);
  });

  it('draws what was sent when nothing was answered', () => {
    expect(emptyIds(unansweredResult())).toEqual(['latency']);
    expect(panel(unansweredResult(), 'requests').numbers).toContain('2,000 × no known end in 60 seconds');
  });

  it('draws a single second', () => {
    expect(emptyIds(croppedResult(1))).toEqual([]);
    expect(pageOf(croppedResult(1))).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe('lost telemetry', () => {
  it('is outlined, within the recorded seconds', () => {
    const result = spikeResult();
    const lost = [
      { fromSecond: -1, toSecond: 5, reason: 'a' },
      { fromSecond: 55, toSecond: 99, reason: 'b' },
    ];
    const { lost: drawn } = runFigure({ ...result, timeline: { ...result.timeline, lost } });
    expect(drawn).toEqual([
      { from: 0, to: 5, name: 'a' },
      { from: 55, to: 60, name: 'b' },
    ]);
  });
});

describe('phases', () => {
  const namesIn = (result: Result): string[] => {
    const [head = ''] = /data-strip="head".*?<\/g>/s.exec(pageOf(result)) ?? [];
    return [...head.matchAll(/<text [^>]*>([^<]*)</g)].map(([, name = '']) => name);
  };

  it('are named above the panels where the name fits on the narrowest screen', () => {
    expect(namesIn(spikeResult())).toEqual(['baseline', 'spike', 'recovery']);
    expect(namesIn(manyPhasesResult(60))).toEqual([]);
  });

  it('that the load did not reach are not drawn', () => {
    expect(namesIn(croppedResult(25))).toEqual(['baseline', 'spike']);
  });
});
