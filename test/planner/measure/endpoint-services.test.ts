import { describe, expect, it } from 'vitest';
import { calibrateService } from '../../../planner/calibrate/service.ts';
import { measureEndpointServices, mixedService } from '../../../planner/measure/endpoint-services.ts';
import { measureLimits } from '../../../planner/measure/limits.ts';
import { measureServiceTime } from '../../../planner/measure/service-time.ts';
import { analyze } from '../../../planner/result/build-result.ts';
import { meanOfDistribution } from '../../../planner/stats/distributions.ts';
import { type Recording, recordedOf } from '../../../planner/timeline/recording.ts';
import { endpointsOf } from '../../../runs/schema/recorded-endpoints.ts';
import type { Run } from '../../../runs/schema/run.ts';
import { countsLine } from '../../builders/load.ts';
import { completeRun, startSecond } from '../../builders/run.ts';

const seconds = 40;

type Sketch = { readonly name: string; readonly share: number; readonly timeoutMs?: number };

/** A run whose plan sends so many arrivals a second to each endpoint. */
const runOf = (endpoints: readonly (Sketch & { readonly perSecond: number })[]): Run => {
  const run = completeRun();
  const [only] = endpointsOf(run.config);
  return {
    ...run,
    config: {
      ...run.config,
      endpoints: endpoints.map(({ name, share, timeoutMs = 6000 }) => ({
        ...only!,
        name,
        share,
        requestTimeoutMs: timeoutMs,
      })),
    },
    plannedPerSecond: new Array<number>(seconds).fill(
      endpoints.reduce((sum, { perSecond }) => sum + perSecond, 0),
    ),
    plannedPerEndpoint: endpoints.map(({ perSecond }) => new Array<number>(seconds).fill(perSecond)),
  };
};

/** Answers of each second with their service times; `told` of them with the header. */
const linesOf = (endpoint: string, timesMs: readonly number[], hasHeader = true) =>
  Array.from({ length: seconds }, (_, second) => ({
    ...countsLine({
      second: startSecond + second,
      outcomes: { '200': timesMs.length },
      latenciesMs: { '200': [...timesMs] },
      ...(hasHeader && { serviceMs: [...timesMs] }),
      phase: 'baseline',
    }),
    endpoint,
  }));

const score = { name: 'score', share: 0.8, perSecond: 8 };
const embed = { name: 'embed', share: 0.2, perSecond: 2 };

/** All of score's arrivals were answered in 10 or 30 ms, one of embed's two each second in 300 ms: the other was lost. */
const recording = (hasHeader = true): Recording => ({
  run: runOf([score, embed]),
  cluster: [],
  droppedLines: 0,
  load: [...linesOf('score', [10, 30, 10, 30, 10, 30, 10, 30]), ...linesOf('embed', [300], hasHeader)],
});

const measured = (of: Recording) => {
  const runs = [recordedOf(of)];
  return { runs, services: measureEndpointServices(runs, measureLimits(runs)) };
};

describe('service times of several endpoints', () => {
  it('are measured apart, with the shares of the plan', () => {
    const { services } = measured(recording());
    expect(services).toMatchObject([
      { name: 'score', share: 0.8, service: { from: 'header', meanMs: { mid: 20 } } },
      { name: 'embed', share: 0.2, service: { from: 'header', meanMs: { mid: 300 } } },
    ]);
  });

  it('are mixed by those shares, not by the answers that there are', () => {
    const { runs, services } = measured(recording());
    const mixed = mixedService(services);
    const pooled = measureServiceTime(runs, measureLimits(runs));
    if ('kind' in mixed || 'kind' in pooled) throw new Error('nothing was measured');
    expect(mixed.meanMs.mid).toBeCloseTo(0.8 * 20 + 0.2 * 300, 9);
    expect(pooled.meanMs.mid).toBeCloseTo((8 * 20 + 300) / 9, 9);
    expect(meanOfDistribution(mixed.distribution)).toBeCloseTo(76, 6);
    expect(mixed.samples).toBe(9 * seconds);
    expect(mixed.evidence).toHaveLength(1);
  });

  it('are as they were where there is but one endpoint', () => {
    const only = { ...recording(), run: completeRun() };
    const load = linesOf('default', [10, 30]);
    const { runs, services } = measured({ ...only, load });
    expect(mixedService(services)).toEqual(measureServiceTime(runs, measureLimits(runs)));
  });

  it('include the network where one of the endpoints sends no header', () => {
    const { services } = measured(recording(false));
    expect(mixedService(services)).toMatchObject({ from: 'unqueuedLatency', meanMs: { mid: 76 } });
  });

  it('leave out what nobody measured, and say so', () => {
    const of = recording();
    const runs = [
      recordedOf({
        ...of,
        load: of.load.filter((line) => !('endpoint' in line) || line.endpoint !== 'embed'),
      }),
    ];
    const { service, warnings } = calibrateService(runs, measureLimits(runs));
    expect(service.meanMs.mid).toBeCloseTo(20, 9);
    expect(warnings).toContainEqual({ code: 'endpointsUnmeasured', names: ['embed'] });
  });

  it('are told beside the mixture, with clients that do not wait as long', () => {
    const run = runOf([score, { ...embed, timeoutMs: 9000 }]);
    const runs = [recordedOf({ ...recording(), run })];
    const { service, warnings } = calibrateService(runs, measureLimits(runs));
    expect(service.note).toMatchObject({
      code: 'serviceMixed',
      endpoints: [
        { name: 'score', share: 0.8, meanMs: 20 },
        { name: 'embed', share: 0.2, meanMs: 300 },
      ],
    });
    expect(warnings).toContainEqual({ code: 'clientTimeoutsDiffer', longestMs: 9000 });
  });
});

describe('the result of several endpoints', () => {
  it('names the endpoints of each cause, largest first', () => {
    const failing = (endpoint: string, failures: number) => ({
      ...countsLine({ second: startSecond + 3, outcomes: { '503': failures }, phase: 'baseline' }),
      endpoint,
    });
    const of = recording();
    const { result } = analyze({ ...of, load: [...of.load, failing('score', 2), failing('embed', 5)] });
    expect(result.findings[0]).toMatchObject({
      requests: 7,
      endpoints: [
        { name: 'embed', requests: 5 },
        { name: 'score', requests: 2 },
      ],
    });
    expect(result.timeline.endpoints?.map(({ outcomes }) => outcomes['503']?.[3])).toEqual([2, 5]);
  });

  it('is a bad second where one of them is over its own limit, however little that is of all', () => {
    const of = recording();
    const rare = {
      ...countsLine({ second: startSecond + 3, outcomes: { '503': 1 }, phase: 'baseline' }),
      endpoint: 'embed',
    };
    const run = {
      ...of.run,
      config: {
        ...of.run.config,
        endpoints: of.run.config.endpoints!.map((one) => ({
          ...one,
          slo: { maxErrorShare: one.name === 'embed' ? 0.2 : 0.01 },
        })),
      },
    };
    const { result } = analyze({ ...of, run, load: [...of.load, rare] });
    expect(result.verdict.badSeconds).toEqual([{ fromSecond: 3, toSecond: 3 }]);
    expect(result.endpoints.map(({ verdict }) => verdict.badSecondsCount)).toEqual([0, 1]);
  });

  it('has a row of each phase for each endpoint, and the sums of both', () => {
    const { result } = analyze(recording());
    const arrivals = result.endpoints.map(({ totals }) => totals.arrivals);
    expect(arrivals).toEqual([320, 40]);
    expect(result.totals.arrivals).toBe(360);
    expect(result.endpoints.map(({ totals }) => totals.planned)).toEqual([320, 80]);
    expect(result.endpoints.map(({ phases }) => phases[0]!.arrivals)).toEqual(arrivals);
  });
});
