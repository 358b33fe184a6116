import { describe, expect, it } from 'vitest';
import { type Analysis, analyze } from '../../../planner/result/build-result.ts';
import { heldRatesOf } from '../../../planner/result/held-rates.ts';
import { annotationsOf } from '../../../reports/ci/annotations.ts';
import { renderJunit } from '../../../reports/junit.ts';
import { renderMarkdown } from '../../../reports/markdown.ts';
import { renderHtml } from '../../../reports/report-html.ts';
import { closingLine, renderSummary } from '../../../reports/terminal.ts';
import { heldNotShownLines, heldRatesText, heldRatesTold } from '../../../reports/words/run/held-rates.ts';
import type { Result } from '../../../runs/schema/result.ts';
import { countsLine, endLine } from '../../builders/load.ts';
import { spikeResult } from '../../builders/result.ts';
import { completeRun, spikeConfig, startSecond } from '../../builders/run.ts';

/** Without latencies by phase: what is judged is made up in the result. */
const ratesOf = (result: Result) => heldRatesOf(result, { byEndpoint: new Map() });

/** The spike's result as one of a staircase whose steps failed with these shares: 10/s, 20/s and so on, 10 s each. */
const staircaseOf = (errorShares: readonly (number | null)[]): Result => {
  const result = spikeResult();
  const [phase] = result.phases;
  const load = { scenario: 'staircase', firstRatePerSecond: 10, stepRatePerSecond: 10, stepSeconds: 10 };
  const phases = errorShares.map((errorShare, i) => ({
    ...phase!,
    name: `step-${i + 1}`,
    fromSecond: 10 * i,
    toSecond: 10 * (i + 1),
    errorShare,
    okLatency: { ...phase!.okLatency, p95Ms: 100 },
  }));
  return {
    ...result,
    run: {
      ...result.run,
      config: {
        ...result.run.config,
        load: { ...load, steps: errorShares.length } as Result['run']['config']['load'],
      },
    },
    phases,
    endpoints: result.endpoints.map((endpoint) => ({ ...endpoint, phases })),
    timeline: {
      ...result.timeline,
      phases: phases.map(({ name }, i) => {
        const rate = 10 * (i + 1);
        const pieces = [{ durationSeconds: 10, fromRatePerSecond: rate, toRatePerSecond: rate }];
        return { name, kind: 'step', startSeconds: 10 * i, durationSeconds: 10, pieces };
      }),
    },
  };
};

/** A staircase of 5/s, 10/s, 15/s and 20/s, 10 s each, whose load was ended after some seconds; from 10/s on most requests fail. */
const endedAfter = (seconds: number): Result => analysisOf(seconds).result;

const analysisOf = (seconds: number): Analysis => {
  const load = {
    scenario: 'staircase',
    firstRatePerSecond: 5,
    stepRatePerSecond: 5,
    steps: 4,
    stepSeconds: 10,
  };
  const run = completeRun({ status: 'interrupted' }, { ...spikeConfig, load });
  const lines = Array.from({ length: seconds }, (_, second) => {
    const step = Math.floor(second / 10) + 1;
    return countsLine({
      second: startSecond + second,
      phase: `step-${step}`,
      outcomes: step === 1 ? { '200': 5 } : { '200': 2, '503': 5 * step - 2 },
      latenciesMs: { '200': [100] },
    });
  });
  const end = endLine({ reason: 'autoStop' });
  return analyze({ run, load: [...lines, end], cluster: [], droppedLines: 0 });
};

describe('what a staircase measured', () => {
  it('is the highest rate that holds, and the first that does not', () => {
    const rates = ratesOf(staircaseOf([0, 0.001, 0.2, 0.4]))!;
    expect(rates).toMatchObject({ heldRatePerSecond: 20, missedRatePerSecond: 30 });
    expect(heldRatesText(rates)).toBe('20/s holds, 30/s does not.');
  });

  it('does not count a step that held above one that did not', () => {
    const rates = ratesOf(staircaseOf([0, 0.3, 0]))!;
    expect(rates).toMatchObject({ heldRatePerSecond: 10, missedRatePerSecond: 20 });
    expect(heldRatesText(rates)).toBe(
      '10/s holds, 20/s does not, 30/s holds again. Rate alone does not explain that.',
    );
  });

  it('does not call a rate the end of what holds where higher ones held', () => {
    expect(heldRatesText(ratesOf(staircaseOf([0.3, 0, 0]))!)).toBe(
      '10/s does not hold, but 20/s to 30/s hold. Rate alone does not explain that.',
    );
    expect(heldRatesText(ratesOf(staircaseOf([0, 0.3, 0, 0.3, 0]))!)).toBe(
      'Between 10/s and 50/s some rates hold, and some lower ones do not. Rate alone does not explain that.',
    );
  });

  it('says so where all held, or none, and nothing of a step that was not reached', () => {
    expect(heldRatesText(ratesOf(staircaseOf([0, 0, null]))!)).toBe(
      '20/s holds, the highest rate that was fired.',
    );
    expect(heldRatesText(ratesOf(staircaseOf([0.5, 0.5]))!)).toBe(
      '10/s does not hold, the lowest rate that was fired.',
    );
    expect(ratesOf(staircaseOf([null]))).toBeUndefined();
  });

  it('is told of a load that ended in any second of any step', () => {
    for (let seconds = 1; seconds <= 40; seconds++) {
      const { heldRates } = endedAfter(seconds);
      expect(heldRates, `${seconds} s`).toMatchObject({ heldRatePerSecond: 5 });
      expect(heldRates!.missedRatePerSecond, `${seconds} s`).toBe(seconds > 10 ? 10 : null);
      const reached = 5 * Math.ceil(seconds / 10);
      expect(heldRates!.stretches.at(-1)!.toRatePerSecond, `${seconds} s`).toBe(reached);
    }
  });

  it('is told in requests, where a script sends several per arrival', () => {
    const result = staircaseOf([0, 0.3]);
    const { run, totals } = result;
    const rates = ratesOf({
      ...result,
      run: { ...run, config: { ...run.config, script: 'flow.js' } },
      totals: { ...totals, arrivals: 100, requests: 400 },
    })!;
    expect(rates).toMatchObject({ heldRatePerSecond: 40, missedRatePerSecond: 80, requestsPerArrival: 4 });
    expect(heldRatesText(rates)).toBe(
      '40/s holds, 80/s does not. These are rates of requests: each arrival sent 4 requests.',
    );
  });

  it('says how many requests would show it where a held step has too few, in every output', async () => {
    const { result } = analysisOf(30);
    const text =
      'At 5/s: 50 requests are too few to show an error share of at most 1 %: with up to 7.1 % failing, none may fail in so few. About 370 without a failure would show it.';
    expect(heldNotShownLines(result.heldRates!)).toContain(text);
    const report = { result };
    const screen = { color: false, width: 10_000 };
    for (const output of [
      renderSummary(report, screen),
      closingLine(report, screen),
      renderMarkdown(report),
      renderJunit(report),
      await renderHtml(report),
      annotationsOf(report)[0]!.message,
      heldRatesTold(result.heldRates!),
    ])
      expect(output.replaceAll('\\', '')).toContain(text);
  });

  it('is asked of a staircase or a ramp alone', () => {
    expect(ratesOf(spikeResult())).toBeUndefined();
  });
});

/** A ramp from 5/s by 1/s each second: the requests that failed in each second. */
const rampOf = (failed: readonly number[], of = (second: number): number => 5 + second): Result => {
  const result = spikeResult();
  const rates = failed.map((_, second) => of(second));
  const load = { scenario: 'ramp', fromRatePerSecond: 5, toRatePerSecond: 30, rampSeconds: failed.length };
  const { endpoints: _, ...timeline } = result.timeline;
  return {
    ...result,
    run: {
      ...result.run,
      config: { ...result.run.config, load: load as Result['run']['config']['load'] },
    },
    timeline: {
      ...timeline,
      seconds: failed.length,
      load: {
        ...timeline.load,
        offeredRatePerSecond: rates.map((rate) => rate + 0.5),
        outcomes: { '200': rates.map((rate, i) => rate - failed[i]!), '503': [...failed] },
      },
    },
  };
};

const seconds = (count: number, failed: number): number[] => Array<number>(count).fill(failed);

describe('what a ramp measured', () => {
  it('is where failures begin and end, to the second, if higher rates did not fail', () => {
    const rates = ratesOf(rampOf([...seconds(7, 0), ...seconds(10, 5), ...seconds(8, 0)]))!;
    expect(rates.stretches.map(({ highest: _, ...stretch }) => stretch)).toEqual([
      { fromRatePerSecond: 5.5, toRatePerSecond: 11.5, isKept: true },
      { fromRatePerSecond: 12.5, toRatePerSecond: 21.5, isKept: false },
      { fromRatePerSecond: 22.5, toRatePerSecond: 29.5, isKept: true },
    ]);
    expect(heldRatesText(rates)).toBe(
      'Failures are within the limit up to 11.5/s, over the limit from 12.5/s to 21.5/s, within the limit again from 22.5/s to 29.5/s. Rate alone does not explain that.',
    );
  });

  it('is the rate from which requests failed, where they did to the end', () => {
    expect(heldRatesText(ratesOf(rampOf([...seconds(15, 0), ...seconds(10, 5)]))!)).toBe(
      'Failures are within the limit up to 19.5/s, over the limit from 20.5/s on.',
    );
    expect(heldRatesText(ratesOf(rampOf(seconds(25, 5)))!)).toBe(
      'Failures are over the limit from 5.5/s on, the lowest rate that was fired.',
    );
  });

  it('is the highest rate that was fired, its last seconds too, where none failed', () => {
    expect(heldRatesText(ratesOf(rampOf(seconds(25, 0)))!)).toBe(
      'Failures are within the limit up to 29.5/s, the highest rate that was fired.',
    );
  });

  it('says where the highest rates of a stretch had too few requests to show it', () => {
    const few = ratesOf(rampOf(seconds(25, 0)))!;
    expect(heldNotShownLines(few)).toEqual([
      'At 20.5/s to 29.5/s: 245 requests are too few to show an error share of at most 1 %: with up to 1.5 % failing, none may fail in so few. About 370 without a failure would show it.',
    ]);
    const many = ratesOf(rampOf(seconds(25, 0), (second) => 50 + second))!;
    expect(heldNotShownLines(many)).toEqual([]);
  });

  it('takes a good second or two among bad ones for chance, and one failure among good ones', () => {
    const ends = ratesOf(rampOf([...seconds(15, 0), ...seconds(8, 5), ...seconds(2, 0)]))!;
    expect(ends.stretches.map(({ isKept }) => isKept)).toEqual([true, false]);
    const once = ratesOf(rampOf([0, 0, 1, ...seconds(22, 0)]))!;
    expect(once.stretches.map(({ isKept }) => isKept)).toEqual([true]);
  });

  it('goes from the lowest rate up where the ramp goes down', () => {
    const falling = rampOf([...seconds(10, 5), ...seconds(15, 0)], (second) => 29 - second);
    expect(ratesOf(falling)).toMatchObject({ heldRatePerSecond: 19.5, missedRatePerSecond: 20.5 });
  });
});
