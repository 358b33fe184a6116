import { expect, it } from 'vitest';
import { isSlowItself, slowObjectives } from '../../../planner/result/slow-objectives.ts';
import type { Result } from '../../../runs/schema/result.ts';
import { spikeResult } from '../../builders/result.ts';

/** A spike from second 20 to 39 whose p95 is over a limit, with a median before it and under it. */
const slow = (limit: number, [before, after]: readonly [number, number]): Result => {
  const result = spikeResult();
  const { timeline, verdict } = result;
  const checks = verdict.checks.map((check) =>
    check.objective === 'p95Latency' ? { ...check, limit, met: false } : check,
  );
  const okLatencyP50Ms = timeline.load.okLatencyP50Ms.map((_, second) => (second < 20 ? before : after));
  const load = { ...timeline.load, okLatencyP50Ms };
  return { ...result, verdict: { ...verdict, checks }, timeline: { ...timeline, load } };
};

const kindOf = (result: Result) => slowObjectives(result)[0]?.kind;

it('lays a missed latency on the service where the model alone takes longer than the limit', () => {
  const [first] = slowObjectives(slow(100, [112, 115]));
  expect(first).toMatchObject({ kind: 'service', serviceP95Ms: 118, limitMs: 100 });
  expect(isSlowItself(first!)).toBe(true);
});

it('tells a latency that was over its limit before the load rose from one that came with it', () => {
  expect(kindOf(slow(250, [112, 115]))).toBe('always');
  expect(kindOf(slow(250, [112, 600])), 'a queue').toBe('underLoad');
  expect(kindOf(slow(300, [112, 115])), 'only the slowest, under load').toBe('underLoad');
});

it('can’t tell waiting from service where the load never rises', () => {
  const result = slow(250, [112, 115]);
  const [baseline] = result.timeline.phases;
  const phases = [{ ...baseline!, durationSeconds: result.timeline.seconds }];
  expect(kindOf({ ...result, timeline: { ...result.timeline, phases } })).toBe('unknown');
});

it('says nothing of a latency that is within its limit', () => {
  expect(slowObjectives(spikeResult())).toEqual([]);
});
