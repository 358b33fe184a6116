import { describe, expect, it } from 'vitest';
import { failsBeforeRise } from '../../../planner/result/fails-before-rise.ts';
import { spikeResult } from '../../builders/result.ts';
import { brokenServiceResult } from '../../builders/result-variants.ts';

describe('failures before the load rises', () => {
  it('are counted where they are as frequent as after the rise', () => {
    expect(failsBeforeRise(brokenServiceResult())).toEqual({ failed: 40, requests: 200 });
  });

  it('are no fault of the service where its limits turned them away, or more come with the load', () => {
    expect(failsBeforeRise(spikeResult()), '503 of a spike').toBeNull();
    expect(failsBeforeRise(brokenServiceResult({ outcome: '503' })), '503 at every load').toBeNull();
    expect(failsBeforeRise(brokenServiceResult({ perSecond: [1, 30] })), '10 %, then 37 %').toBeNull();
  });

  it('must be more than chance makes of the limit', () => {
    expect(failsBeforeRise(brokenServiceResult({ perSecond: [0, 0] })), 'none').toBeNull();
    const { timeline, ...others } = brokenServiceResult();
    const outcomes = { '200': timeline.load.outcomes['200']!, '500': [1] };
    const one = { ...others, timeline: { ...timeline, load: { ...timeline.load, outcomes } } };
    expect(failsBeforeRise(one), '1 of 161').toBeNull();
  });

  it('can not be told of a load that never rises', () => {
    const result = brokenServiceResult();
    const [baseline] = result.timeline.phases;
    const steady = {
      ...result,
      timeline: { ...result.timeline, phases: [{ ...baseline!, durationSeconds: 60 }] },
    };
    expect(failsBeforeRise(steady)).toBeNull();
  });
});
