import { describe, expect, it } from 'vitest';
import { againstTable } from '../../bench/accuracy/against.ts';
import type { Assessed, Trial } from '../../bench/accuracy/assess.ts';
import { withSection } from '../../bench/accuracy/document.ts';
import type { SettingName } from '../../bench/accuracy/proposals.ts';
import { recordingOf } from '../../bench/accuracy/record.ts';
import {
  againstPage,
  costRatios,
  coverageOf,
  p95Chance,
  p95Errors,
  p95TypicalErrors,
  passesOf,
  rejectedErrors,
} from '../../bench/accuracy/score.ts';
import { randomService } from '../../bench/accuracy/service.ts';
import { atBaseline, paidReplicas, withMargin } from '../../bench/accuracy/traffic.ts';
import { outcomeOf, runTruth } from '../../bench/accuracy/truth.ts';
import { outcomeCodes } from '../../planner/simulate/router.ts';
import { meanOfValues } from '../../planner/stats/simple.ts';
import { sumOf } from '../../planner/stats/sum.ts';

const interval = (low: number, mid: number, high: number) => ({ low, mid, high, confidence: 0.95 });

type Figures = { readonly rejected: number; readonly p95Ms: number; readonly meets?: boolean };

/** Predicted of every trial: 503 share 0.01 to 0.05, middle 0.02; p95 from 90 to 110 ms, middle 100 ms. */
const trial = (of: SettingName, { rejected, p95Ms, meets = true }: Figures): Trial => ({
  of,
  settings: { policy: { kind: 'fixed', replicas: 2 }, queueWaitMs: 500, requestTimeoutMs: 5000 },
  predicted: {
    errorShare: interval(0.01, 0.02, 0.05),
    rejectedShare: interval(0.01, 0.02, 0.05),
    latencyMs: { p50: null, p95: interval(90, 100, 110), p99: null },
  },
  measured: { errorShare: rejected, rejectedShare: rejected, p95Ms, replicas: 2, meets },
  typicalP95Ms: 120,
});

const fixed = (replicas: number) => ({
  settings: { policy: { kind: 'fixed' as const, replicas } },
  replicas,
});

const service = (erlangs: number, change: Partial<Assessed> = {}): Assessed => ({
  name: `${erlangs} erlangs`,
  erlangs,
  routerInstances: 1,
  basis: 'certain',
  trials: [trial('advice', { rejected: 0.02, p95Ms: 100 })],
  cheapest: { searched: fixed(8), proven: fixed(10) },
  adviceIsProven: true,
  adviceReplicas: 11,
  adviceMetShare: 1,
  adviceMarginMetShare: 1,
  marginMet: true,
  pageMetShare: 0.5,
  pageReplicas: 20,
  beliefs: { instances: 0.9, balancing: null, onTimeout: null, reading: 0.5 },
  warnings: [],
  ...change,
});

describe('the scores of the accuracy bench', () => {
  it('counts a run on the edge of its interval as covered, and says where the others lie', () => {
    const trials = [0.01, 0.05, 0.009, 0.06, 0.07].map((rejected) =>
      trial('current', { rejected, p95Ms: 100 }),
    );
    expect(coverageOf(trials, 'rejectedShare')).toEqual({
      inside: { share: 0.4, of: 5 },
      below: 1,
      above: 2,
    });
  });

  it('takes the error of the 503 share absolutely, and that of p95 relative to what was measured', () => {
    const trials = [trial('advice', { rejected: 0.05, p95Ms: 125 })];
    expect(rejectedErrors(trials, { hard: true })?.median).toBeCloseTo(0.03);
    expect(p95Errors(trials)?.median).toBeCloseTo(0.2);
    expect(p95Chance(trials)?.median).toBeCloseTo(0.04);
    expect(p95TypicalErrors(trials)?.median).toBeCloseTo(1 / 6);
  });

  it('judges passing by the re-run of the advice alone', () => {
    const failed = [
      trial('advice', { rejected: 0.05, p95Ms: 100, meets: false }),
      trial('page', { rejected: 0, p95Ms: 100 }),
    ];
    const services = [service(3), service(4, { trials: failed, basis: 'leastRegret' })];
    expect(passesOf(services)).toMatchObject({ rerun: { share: 0.5, of: 2 }, certain: { share: 1, of: 1 } });
  });

  it('compares costs only where the advice holds as the cheapest settings do', () => {
    const services = [service(3), service(4, { adviceReplicas: 5, adviceMetShare: 0.9 })];
    expect(costRatios(services, { against: 'proven' })).toEqual({ median: 1.1, p90: 1.1, of: 1 });
    expect(costRatios(services, { against: 'searched' })).toEqual({ median: 11 / 8, p90: 11 / 8, of: 1 });
  });

  it("sets the page's misses and replica-hours beside the advice's by the size of the load", () => {
    const [small, large] = againstPage([service(2), service(3, { adviceMetShare: 0.8 }), service(30)]);
    expect(small).toMatchObject({ services: 2, pageMissShare: 0.5, replicaHoursRatio: 0.55 });
    expect(small?.adviceMissShare).toBeCloseTo(0.1);
    expect(large).toMatchObject({ services: 1, adviceMissShare: 0 });
  });
});

describe('the accuracy of two planners', () => {
  it('is compared over the services that both assessed, with the noise of each difference', () => {
    const before = new Map([3, 4, 5].map((index) => [index, service(index)]));
    const now = new Map([4, 5, 6].map((index) => [index, service(index, { adviceReplicas: 12 })]));
    const text = againstTable(before, now);
    expect(text).toContain('figure, of 2 services');
    expect(text).toContain(
      '| cost / cheapest that holds also in further runs, 90th percentile | 1.100 | 1.200 | +0.100 (+0.100 to +0.100) |',
    );
    expect(text).toContain('| services without an advice | 0.0 % | 0.0 % | +0.0 % (+0.0 % to +0.0 %) |');
  });
});

describe('what the accuracy bench plans for', () => {
  const one = randomService(1, 2);

  it('is a peak higher by the margin, above the same baseline', () => {
    const { spike } = withMargin(one, { margin: 0.5 });
    expect(spike).toEqual({ ...one.spike, peakRatePerSecond: 1.5 * one.spike.peakRatePerSecond });
    expect(withMargin(one, { margin: 0 })).toBe(one);
  });

  it('costs at the baseline what replicas settle to, wherever they begin', () => {
    const { policy, ...others } = randomService(16, 81);
    if (policy.kind !== 'azureml-v1') throw new Error(`service 81 has ${policy.kind}`);
    const level = atBaseline({ ...others, policy });
    const [few, more] = [3, 4].map(
      (minReplicas) => outcomeOf(level, runTruth(level, { policy: { ...policy, minReplicas } }, 1)).replicas,
    ) as [number, number];
    expect(few).toBeGreaterThan(2 * 4);
    expect(more / few).toBeGreaterThan(0.97);
    expect(more / few).toBeLessThan(1.03);
  });

  it('is paid for by the share of the time at the spike', () => {
    const replicas = { spike: 10, baseline: 2 };
    expect(paidReplicas(replicas, { spikeShare: 0.25 })).toBe(4);
    expect(paidReplicas(replicas, { spikeShare: 1 })).toBe(10);
  });
});

describe('the truth of the accuracy bench', () => {
  it('throws the same requests at other settings, and others in another run', () => {
    const one = randomService(1, 2);
    const times = (replicas: number, run: number) =>
      runTruth(one, { policy: { kind: 'fixed', replicas } }, run).workload.arrivalSeconds;
    expect(times(1, 5)).toEqual(times(9, 5));
    expect(times(1, 5)).not.toEqual(times(1, 6));
  });

  it('has clients that give up when the recording says so, whatever the router allows', () => {
    const slow = { ...randomService(3, 75), clientTimeoutMs: 3000 };
    const patientRouter = { policy: slow.policy, requestTimeoutMs: 60_000 };
    const { workload, outcomes } = runTruth(slow, patientRouter, 1);
    const okMs = Array.from(workload.serviceSeconds, (seconds, i) =>
      outcomes.codes[i] === outcomeCodes.ok ? 1000 * (outcomes.waitSeconds[i]! + seconds) : 0,
    );
    const recorded = recordingOf(slow, runTruth(slow, { policy: slow.policy }, 0));
    expect(Math.max(...okMs)).toBeLessThanOrEqual(recorded.run.config.target.requestTimeoutMs);
    expect(outcomes.codes).toContain(outcomeCodes.timedOut);
    const ends = recorded.load.flatMap((line) => (line.kind === 'counts' ? Object.keys(line.outcomes) : []));
    expect(new Set(ends)).toEqual(new Set(['200', 'timeout']));
  });
});

describe('a recording of the accuracy bench', () => {
  it('has in flight what clients wait for, also behind the request of another router (Little)', () => {
    const three = randomService(15, 88);
    expect(three.router.instances).toBe(3);
    const { load } = recordingOf(three, runTruth(three, { policy: three.policy }, 0));
    const inFlight = load.flatMap((line) => (line.kind === 'gauge' ? [line.inFlight] : []));
    const counts = load.flatMap((line) => (line.kind === 'counts' ? [line] : []));
    const waitedMs = counts.flatMap(({ latencyMs }) => Object.values(latencyMs ?? {}).map(({ sum }) => sum));
    const ratio = meanOfValues(inFlight) / (sumOf(waitedMs) / 1000 / counts.length);
    expect(ratio).toBeGreaterThan(0.9);
    expect(ratio).toBeLessThan(1.1);
  });
});

describe('the page of the accuracy bench', () => {
  it('replaces one section and keeps what people wrote', () => {
    const marks = (name: string, text: string) =>
      `<!-- ${name}: written by npm run bench:accuracy -- --write -->\n\n${text}\n\n<!-- end of ${name} -->`;
    const page = `# Title\n${marks('virtual', 'old')}\nby hand\n${marks('live', 'kept')}\n`;
    expect(withSection(page, 'virtual', 'new')).toBe(page.replace('old', 'new'));
    expect(() => withSection('no marks', 'live', 'text')).toThrow('no marks');
  });
});
