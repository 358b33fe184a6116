import { describe, expect, it } from 'vitest';
import { unlikeRecording } from '../../../planner/compare/unlike-recording.ts';
import type { Prediction, Recommendation } from '../../../runs/schema/recommendation.ts';
import { between, plannedSettings, prediction, recommendation } from '../../builders/recommendation.ts';
import { spikeResult } from '../../builders/result.ts';

/** Of the recorded run 13.5 % failed, its p95 is 264 ms, and it began with 4 replicas. */
const result = spikeResult();
const policy = result.run.config.autoscaler!;

type Foretold = { readonly errorShare: readonly [number, number]; readonly p95Ms: readonly [number, number] };

const near: Foretold = { errorShare: [0.12, 0.14], p95Ms: [240, 280] };

/** An advice that foretells this of the settings in use. */
const advised = (foretold: Partial<Foretold>, change: Partial<Recommendation> = {}): Recommendation => {
  const { errorShare, p95Ms } = { ...near, ...foretold };
  const current: Prediction = prediction({
    errorShare: between(...errorShare),
    latencyMs: { p50: between(80, 130), p95: between(...p95Ms), p99: between(110, 300) },
  });
  const { compared } = recommendation();
  const settings = { ...plannedSettings, policy };
  return recommendation({ compared: { ...compared, current: { settings, prediction: current } }, ...change });
};

describe('a plan whose simulation of the recorded settings comes to something else', () => {
  it('is warned of by each figure that is surely off', () => {
    expect(unlikeRecording(advised({ errorShare: [0.2, 0.25], p95Ms: [100, 200] }), result)).toEqual([
      {
        code: 'simulatedOtherwise',
        figures: [
          { figure: 'errorShare', measured: 0.135, low: 0.2, high: 0.25 },
          { figure: 'p95Latency', measured: 264, low: 100, high: 200 },
        ],
      },
    ]);
  });

  it.each<{ readonly what: string; readonly foretold: Partial<Foretold> }>([
    { what: 'inside', foretold: {} },
    { what: 'outside by less than a point', foretold: { errorShare: [0.14, 0.16] } },
    { what: 'outside by less than a fifth', foretold: { p95Ms: [200, 230] } },
  ])('is not warned of where the figures are $what', ({ foretold }) => {
    expect(unlikeRecording(advised(foretold), result)).toEqual([]);
  });

  it('is not warned of where another load is planned for', () => {
    const { load } = recommendation();
    const other = advised({ errorShare: [0.2, 0.25] }, { load: { ...load, isOther: true } });
    expect(unlikeRecording(other, result)).toEqual([]);
  });

  it('is not warned of where the recorded load was not the planned one', () => {
    const loadAsPlanned = { ...result.loadAsPlanned, faults: [{ code: 'noEndLine' } as const] };
    expect(unlikeRecording(advised({ errorShare: [0.2, 0.25] }), { ...result, loadAsPlanned })).toEqual([]);
  });

  it('is not warned of where the recording began with other replicas than the simulation', () => {
    const { timeline } = result;
    const ready = timeline.cluster.ready.map(() => 9);
    const surplus = { ...result, timeline: { ...timeline, cluster: { ...timeline.cluster, ready } } };
    expect(unlikeRecording(advised({ errorShare: [0.2, 0.25] }), surplus)).toEqual([]);
  });
});
