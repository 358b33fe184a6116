import { describe, expect, it } from 'vitest';
import { analyze } from '../../../planner/result/build-result.ts';
import type { LoadEnd } from '../../../runs/schema/load-series.ts';
import { endpointsOf } from '../../../runs/schema/recorded-endpoints.ts';
import type { Run, Slo } from '../../../runs/schema/run.ts';
import { countsLine, endLine } from '../../builders/load.ts';
import { completeRun, spikeConfig, startSecond } from '../../builders/run.ts';

const seconds = 40;
const perSecond = 10;

/** What becomes of the ten requests of a second: some fail, the others succeed after `latencyMs`. */
type Second = { readonly failed?: number; readonly latencyMs?: number };

type Service = { readonly slo: Slo; readonly of: (second: number) => Second };

type Options = {
  readonly untilSecond?: number;
  readonly stopped?: Run['stopped'];
  readonly thresholds?: LoadEnd['thresholds'];
};

const linesOf = ({ of }: Service, endpoint: string, untilSecond: number) =>
  Array.from({ length: untilSecond }, (_, second) => {
    const { failed = 0, latencyMs = 100 } = of(second);
    const ok = perSecond - failed;
    return countsLine({
      second: startSecond + second,
      endpoint,
      phase: 'soak',
      outcomes: { '200': ok, '503': failed },
      latenciesMs: { '200': new Array<number>(ok).fill(latencyMs) },
    });
  });

/** The verdict on an even load of 400 arrivals at each of some services. */
const verdictOf = (
  services: Readonly<Record<string, Service>>,
  { untilSecond = seconds, stopped = null, thresholds = [] }: Options = {},
) => {
  const load = { scenario: 'soak', ratePerSecond: perSecond, soakSeconds: seconds };
  const run = completeRun(stopped === null ? {} : { status: 'interrupted', stopped }, {
    ...spikeConfig,
    load,
  });
  const [only] = endpointsOf(run.config);
  const all = Object.entries(services);
  const endpoints = all.map(([name, { slo }]) => ({ ...only!, name, slo, share: 1 / all.length }));
  const column = (n: number): number[] => new Array<number>(seconds).fill(n);
  return analyze({
    run: {
      ...run,
      config: { ...run.config, endpoints },
      plannedPerSecond: column(perSecond * all.length),
      plannedPerEndpoint: all.map(() => column(perSecond)),
    },
    load: [...all.flatMap(([name, service]) => linesOf(service, name, untilSecond)), endLine({ thresholds })],
    cluster: [],
    droppedLines: 0,
  }).result.verdict;
};

const slo: Slo = { maxErrorShare: 0.01, p95LatencyMs: 200 };

const checksOf = (service: Service, options?: Options) => {
  const { met, checks } = verdictOf({ default: service }, options);
  return [met, ...checks.map((check) => check.met)];
};

/** All requests of the first seconds are slow: 10 of the 400 in each. */
const slowFor = (slowSeconds: number) => (second: number) => ({
  latencyMs: second < slowSeconds ? 300 : 100,
});

describe('the verdict on a planned load', () => {
  it.each([
    ['meets both objectives', slo, () => ({}), [true, true, true]],
    ['meets a limit that it exactly comes to', { ...slo, p95LatencyMs: 100 }, () => ({}), [true, true, true]],
    ['meets the p95 with 5 slow ones in 100', slo, slowFor(2), [true, true, true]],
    ['misses the p95 with more', slo, slowFor(3), [false, true, false]],
    ['misses the errors alone', slo, () => ({ failed: 1 }), [false, false, true]],
    ['has no p95 where nothing succeeded', slo, () => ({ failed: 10 }), [false, false, null]],
    [
      "can't tell the whole where one objective can't be told and the other one is met",
      { ...slo, maxErrorShare: 1 },
      () => ({ failed: 10 }),
      [null, true, null],
    ],
    [
      'needs no p95 where none is asked for',
      { maxErrorShare: 0.01 },
      () => ({ latencyMs: 9000 }),
      [true, true],
    ],
  ] as const)('%s', (_, limits, of, met) => {
    expect(checksOf({ slo: limits, of })).toEqual(met);
  });
});

describe('the verdict on a load that a person stopped after 10 of 40 seconds', () => {
  const options: Options = { untilSecond: 10, stopped: { by: 'user', reason: { code: 'ctrlC' }, atMs: 0 } };

  it('misses the p95 if so many were slow that 5 in 100 of the whole plan are', () => {
    expect(checksOf({ slo, of: slowFor(3) }, options)).toEqual([false, null, false]);
    expect(checksOf({ slo, of: slowFor(2) }, options)).toEqual([null, null, null]);
  });

  it('misses the errors if so many failed that 1 in 100 of the whole plan did', () => {
    const failing = (failed: number) => ({
      slo,
      of: (second: number) => ({ failed: second === 5 ? failed : 0 }),
    });
    expect(checksOf(failing(5), options)).toEqual([false, false, null]);
    expect(checksOf(failing(4), options)).toEqual([null, null, null]);
  });

  it('judges by what was sent if auto-stop ended it: the service itself failed', () => {
    const two = { slo, of: (second: number) => ({ failed: second === 5 ? 2 : 0 }) };
    const autoStopped = { ...options, stopped: { by: 'autoStop', reason: null, atMs: 0 } as const };
    expect(checksOf(two, autoStopped)).toEqual([false, false, null]);
  });
});

describe('the verdict on a script with thresholds', () => {
  const sound: Service = { slo, of: () => ({}) };
  const kept = { metric: 'http_req_duration', expression: 'p(95)<400', ok: true };
  const missed = { metric: 'bad_bodies', expression: 'count<1', ok: false };
  const judgedBy = (thresholds: LoadEnd['thresholds'], options: Options = {}) => {
    const verdict = verdictOf({ default: sound }, { ...options, thresholds });
    return [verdict.met, ...(verdict.thresholds ?? []).map(({ met }) => met)];
  };

  it('is not met if a threshold is missed, though the SLO is met', () => {
    expect(judgedBy([kept])).toEqual([true, true]);
    expect(judgedBy([kept, missed])).toEqual([false, true, false]);
    expect(verdictOf({ default: sound }, { thresholds: [missed] }).checks.map(({ met }) => met)).toEqual([
      true,
      true,
    ]);
  });

  it('judges no threshold of a load that ended early', () => {
    const stopped = { by: 'user', reason: { code: 'ctrlC' }, atMs: 0 } as const;
    expect(judgedBy([kept, missed], { untilSecond: 10, stopped })).toEqual([null, null, null]);
  });

  it('is not met if a threshold ended the load by abortOnFail; the others and the SLO are open', () => {
    const reason = { code: 'thresholds' as const, missed: [{ metric: 'bad_bodies', expression: 'count<1' }] };
    const options: Options = { untilSecond: 10, stopped: { by: 'k6', reason, atMs: 0 } };
    expect(judgedBy([kept, missed], options)).toEqual([false, null, false]);
    expect(
      verdictOf({ default: sound }, { ...options, thresholds: [missed] }).checks.map(({ met }) => met),
    ).toEqual([null, null]);
  });

  it('has no thresholds without a script', () => {
    expect(verdictOf({ default: sound }).thresholds).toBeUndefined();
  });
});

describe('the verdict on several endpoints', () => {
  const failingAt = (at: number): Service => ({ slo, of: (second) => ({ failed: second === at ? 10 : 0 }) });
  const sound: Service = { slo, of: () => ({}) };

  it('is met only if each endpoint meets its own objectives, which the checks name', () => {
    const { met, checks } = verdictOf({ score: sound, embed: failingAt(7) });
    expect(met).toBe(false);
    expect(checks.map((check) => [check.endpoint, check.objective, check.met])).toEqual([
      ['score', 'errorShare', true],
      ['score', 'p95Latency', true],
      ['embed', 'errorShare', false],
      ['embed', 'p95Latency', true],
    ]);
    expect(verdictOf({ score: sound, embed: sound }).met).toBe(true);
  });

  it('has the bad seconds of all, in order, each once', () => {
    const { badSeconds, badSecondsCount } = verdictOf({
      score: failingAt(20),
      embed: failingAt(7),
      rank: failingAt(20),
    });
    expect(badSeconds).toEqual([
      { fromSecond: 7, toSecond: 7 },
      { fromSecond: 20, toSecond: 20 },
    ]);
    expect(badSecondsCount).toBe(2);
  });
});
