import { describe, expect, it } from 'vitest';
import {
  comparisonText,
  effectText,
  latenciesText,
  missingTexts,
  moreRunsText,
  serviceTimesText,
  unlikeFix,
} from '../../../reports/words/proof/comparison.ts';
import type { Comparison, Difference } from '../../../runs/schema/comparison.ts';
import { comparedRun } from '../../builders/comparison.ts';

const errors: Difference = {
  figure: 'errorShare',
  unit: 'share',
  base: 0.1,
  compared: 0.12,
  difference: null,
  missing: 'notCalibrated',
  tolerance: { by: 'amount', value: 0.01 },
  verdict: 'cantTell',
};
const p95: Difference = { ...errors, figure: 'p95Latency', unit: 'millisecond', base: 200, compared: 210 };

const cantTell = (figures: Difference[]): Comparison => ({
  schemaVersion: 1,
  base: ['a'],
  compared: ['b'],
  runs: [comparedRun('base', 'a'), comparedRun('compared', 'b')],
  unlike: [],
  simulatedRuns: 0,
  metSlo: { base: 1, compared: 1 },
  sameSlo: true,
  sameArrivals: false,
  figures,
  effects: [],
  verdict: 'cantTell',
  runsToTell: null,
});
const textOf = (figures: Difference[]): string => comparisonText(cantTell(figures));

it('says of runs that are the same that no difference matters', () => {
  const alike = { ...p95, verdict: 'same' } as const;
  expect(comparisonText({ ...cantTell([alike]), verdict: 'same' })).toMatch(
    /: no difference that matters\.$/,
  );
});

it('says whose latencies are compared where many requests failed', () => {
  expect(latenciesText([{ ...errors, base: 0, compared: 0.778 }, p95])).toEqual([
    'Latencies are those of requests that succeeded; what failed is not in them.',
  ]);
  expect(latenciesText([{ ...errors, base: 0, compared: 0.002 }, p95])).toEqual([]);
});

it('says what service times are where no answer told its own', () => {
  const service: Difference = { ...p95, figure: 'serviceTime', base: 115, compared: 121 };
  const overhead: Difference = { ...p95, figure: 'routerOverhead', base: null, compared: null };
  expect(serviceTimesText([service, overhead])).toEqual([
    expect.stringMatching(/latencies of seconds without a queue.* waits behind another request/),
  ]);
  expect(serviceTimesText([service, { ...overhead, base: 1.2 }])).toEqual([]);
  expect(serviceTimesText([{ ...service, base: null }, overhead])).toEqual([]);
});

describe('the verdict of a comparison that can’t tell', () => {
  it('speaks of no interval where there is none', () => {
    expect(textOf([errors, p95])).toMatch(
      /^Can't tell: there is no interval for .*, .*, so what chance does is unknown\.$/,
    );
  });

  it('speaks of the intervals that there are', () => {
    const interval = { low: -50, mid: 10, high: 70, confidence: 0.99 };
    const text = textOf([errors, { ...p95, difference: interval, missing: null }]);
    expect(text).toMatch(/the interval of [^,]*p95[^,]* holds both chance and a difference that matters/i);
    expect(text).not.toContain('requests that fail');
  });

  it('names the runs that would tell, where so many would', () => {
    expect(moreRunsText({ ...cantTell([{ ...errors, verdict: 'same' }, p95]), runsToTell: 5 })).toContain(
      'about 5 runs of each side will show it, by p95 latency; other figures may take more',
    );
  });

  it('promises nothing of more runs where they would not tell', () => {
    expect(moreRunsText(cantTell([p95]))).toMatch(
      /even 100 runs of each side would not show it by p95 latency: /,
    );
  });
});

describe('what an input does', () => {
  const slower = { of: 'serviceTime', errorShare: 0.003, p95Latency: 41, verdict: 'worse' } as const;

  it('is told in the figures that decide', () => {
    expect(effectText(slower, [])).toMatch(
      /typical service time .*: p95 latency \+41 ms, requests that fail \+0\.3 %\.$/,
    );
    expect(effectText({ ...slower, errorShare: null, p95Latency: null }, [])).toContain(
      'by an unknown amount',
    );
    expect(effectText({ ...slower, errorShare: -0.00001 }, [])).toMatch(/: p95 latency \+41 ms\.$/);
  });

  it('is told beside what was measured, where that leaves it out', () => {
    const interval = { low: -23.5, mid: 18, high: 40, confidence: 0.99 };
    const measured = { ...p95, difference: interval, missing: null };
    expect(effectText(slower, [measured])).toMatch(
      /As measured, p95 latency moved by −23\.5 ms to \+40 ms, which leaves that out: .* decides nothing\.$/,
    );
    const wide = { ...measured, difference: { ...interval, high: 41 } };
    expect(effectText(slower, [wide])).not.toContain('As measured');
  });

  it('stands beside the figures that decide', () => {
    const comparison: Comparison = { ...cantTell([errors, p95]), verdict: 'worse', effects: [slower] };
    expect(comparisonText(comparison)).toBe('Worse: in typical service time.');
  });
});

describe('what is missing', () => {
  it('is told once for each reason', () => {
    const lines = missingTexts([errors, p95, { ...p95, figure: 'startupLag', missing: 'notMeasured' }]);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^requests that fail, p95 latency: /);
  });
});

describe('what to do about loads that differ', () => {
  it('names what makes contents differ that nobody has edited', () => {
    expect(unlikeFix(['payloads'])).toMatch(
      /^compare runs of the same load; or say --unlike where .* Date\.now\(\) \(make it in a payload function\), or that .* CRLF/,
    );
    expect(unlikeFix(['script'])).toContain('CRLF');
    expect(unlikeFix(['script'])).not.toContain('payload function');
    expect(unlikeFix(['rates'])).not.toContain('CRLF');
  });
});
