import { describe, expect, it } from 'vitest';
import { calibrate } from '../../planner/calibrate/calibrate.ts';
import { analyze } from '../../planner/result/build-result.ts';
import { isInterval } from '../../planner/stats/interval.ts';
import { sumOf } from '../../planner/stats/sum.ts';
import type { Recording } from '../../planner/timeline/recording.ts';
import { formatCount, formatOffset, formatSeconds } from '../../reports/format.ts';
import { renderMarkdown } from '../../reports/markdown.ts';
import { renderHtml } from '../../reports/report-html.ts';
import { renderSummary } from '../../reports/terminal.ts';
import { checkText } from '../../reports/words/run/objectives.ts';
import { isOk } from '../../runs/schema/outcome.ts';
import { policySettingsSchema } from '../../runs/schema/policy.ts';
import { type Result, resultSchema } from '../../runs/schema/result.ts';
import { underLoad } from '../builders/other-load.ts';
import { recordSpike } from '../builders/recording.ts';
import { startSecond } from '../builders/run.ts';
import { textOf } from './page-text.ts';

const policy = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 });
const spike = recordSpike({ policy });

const under = (load: unknown): Recording => underLoad(spike, load);

const shapes = {
  spike: {
    scenario: 'spike',
    baselineRatePerSecond: 10,
    peakRatePerSecond: 60,
    baselineSeconds: 30,
    holdSeconds: 60,
    recoverySeconds: 60,
  },
  soak: { scenario: 'soak', ratePerSecond: 30, soakSeconds: 150 },
  staircase: {
    scenario: 'staircase',
    firstRatePerSecond: 10,
    stepRatePerSecond: 10,
    stepSeconds: 30,
    steps: 5,
  },
};

const cutAt = 75;
const recorded = under(shapes.spike);
const recordings: Readonly<Record<string, Recording>> = {
  spike: recorded,
  soak: under(shapes.soak),
  staircase: under(shapes.staircase),
  'no cluster': { ...recorded, cluster: [] },
  'no header': {
    ...recorded,
    load: recorded.load.map((line) => {
      if (line.kind !== 'counts') return line;
      const { serviceMs: _, ...rest } = line;
      return rest;
    }),
  },
  interrupted: {
    ...recorded,
    run: { ...recorded.run, status: 'interrupted' },
    load: recorded.load.filter((line) => !('second' in line) || line.second < startSecond + cutAt),
  },
};

/** One figure: what result.json says, as a report prints it, and every way in which a report states it. */
type Figure = { readonly name: string; readonly said: string | null; readonly stated: readonly RegExp[] };

const gap = String.raw`[|:\s*]+`;

const figuresOf = ({ verdict, scaling, totals }: Result): Figure[] => {
  const [share, p95] = verdict.checks;
  const lag = scaling.startupLagSeconds;
  const failed = sumOf(Object.entries(totals.outcomes).map(([outcome, n]) => (isOk(outcome) ? 0 : n)));
  const offset = (second: number | null): string | null => (second === null ? null : formatOffset(second));
  const count = (n: number | null): string | null => (n === null ? null : formatCount(n));
  return [
    {
      name: 'error share',
      said: checkText(share!).measured,
      stated: [/([\d.<>]+ %) of the requests failed/g, new RegExp(`error share${gap}([\\d.<>]+ %)`, 'g')],
    },
    {
      name: 'failed requests',
      said: count(failed),
      stated: [/([\d,]+) of [\d,]+ requests/g],
    },
    {
      name: 'p95 latency',
      said: checkText(p95!).measured,
      stated: [new RegExp(`p95 latency of successful requests${gap}([\\d.,]+ m?s)`, 'g')],
    },
    {
      name: 'start-up lag',
      said: isInterval(lag) ? formatSeconds(lag.mid) : null,
      stated: [new RegExp(`start-up lag${gap}([\\d.]+ m?s)`, 'g'), /start-up lag ([\d.]+ m?s)/g],
    },
    {
      name: 'first decision',
      said: offset(scaling.firstDecisionSecond),
      stated: [
        new RegExp(`desired replicas rose(?: after it)?${gap}([\\d:]+)`, 'g'),
        /Desired replicas rose first at ([\d:]+);/g,
      ],
    },
    {
      name: 'first new replica',
      said: offset(scaling.firstNewReadySecond),
      stated: [
        new RegExp(`first of those replicas ready${gap}([\\d:]+)`, 'g'),
        /first of those replicas was ready at ([\d:]+),/g,
      ],
    },
    {
      name: 'most ready',
      said: count(scaling.peakReady),
      stated: [/desired, (\d+) ready/g, /most ready (\d+)/g],
    },
    {
      name: 'most desired',
      said: count(scaling.peakDesired),
      stated: [/(\d+) desired, \d+ ready/g, /Most desired (\d+)/g],
    },
  ];
};

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

const textsOf = async (result: Result): Promise<Readonly<Record<string, string>>> => ({
  html: flat(textOf(await renderHtml({ result }))),
  markdown: flat(renderMarkdown({ result })),
  terminal: flat(renderSummary({ result }, { color: false, width: 120 })),
});

const valuesIn = (text: string, { stated }: Figure): string[] =>
  stated.flatMap((pattern) => [...text.matchAll(pattern)].map(([, value]) => value!));

describe.each(Object.entries(recordings))('one figure has one value: %s', (name, recording) => {
  const { result } = analyze(recording);

  it('in every text of the report', async () => {
    const texts = await textsOf(result);
    for (const figure of figuresOf(result)) {
      const found = Object.entries(texts).flatMap(([format, text]) =>
        valuesIn(text, figure).map((value) => `${format}: ${value}`),
      );
      const expected = found.map((one) => one.replace(/: .*/, `: ${figure.said}`));
      expect(found, `${figure.name} in ${name}`).toEqual(expected);
      if (name === 'spike') expect(found.length, figure.name).toBeGreaterThanOrEqual(3);
    }
  });

  it('in every place of result.json', () => {
    const { verdict, totals, phases, findings, scaling, timeline } = resultSchema.parse(
      JSON.parse(JSON.stringify(result)),
    );
    const [share, p95] = verdict.checks;
    const failed = sumOf(phases.map((phase) => phase.failed));
    expect(share).toMatchObject({ failed, requests: totals.answered, measured: failed / totals.answered });
    expect(sumOf(findings.map(({ requests }) => requests))).toBe(failed);
    expect(p95).toMatchObject({ measured: totals.latency.ok.p95Ms, requests: totals.latency.ok.count });
    expect(totals.latency.failed.count).toBe(failed);
    const readyAtEnds = timeline.cluster.ready.filter((n) => n !== null);
    if (readyAtEnds.length > 0) expect(scaling.peakReady).toBeGreaterThanOrEqual(Math.max(...readyAtEnds));
    const { firstDecisionSecond: decided, firstNewReadySecond: ready } = scaling;
    if (decided !== null && ready !== null) expect(ready).toBeGreaterThanOrEqual(decided);
  });

  it('in the report and in the calibration', () => {
    const calibration = calibrate([recording]);
    const { scaling, pageFormula } = result;
    if (isInterval(scaling.startupLagSeconds))
      expect(1000 * scaling.startupLagSeconds.mid).toBeCloseTo(calibration.startupLag.meanMs.mid, 6);
    else expect(calibration.startupLag.provenance).toBe('assumed');
    if (pageFormula.kind === 'pageFormula' && pageFormula.serviceFrom !== 'latency')
      expect(pageFormula).toMatchObject({
        serviceFrom: calibration.service.from,
        serviceMs: calibration.service.meanMs.mid,
      });
  });
});
