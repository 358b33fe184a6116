import { expect, it } from 'vitest';
import { isSlowItself, slowObjectives } from '../../../planner/result/slow-objectives.ts';
import type { Result } from '../../../runs/schema/result.ts';
import { spikeResult } from '../../builders/result.ts';
import { slowResult } from '../../builders/slow-result.ts';

const kindOf = (result: Result) => slowObjectives(result)[0]?.kind;

it('lays a missed latency on the service where the model alone takes longer than the limit', () => {
  const [first] = slowObjectives(slowResult(100, [112, 115]));
  expect(first).toMatchObject({ kind: 'service', serviceP95Ms: 118, limitMs: 100 });
  expect(isSlowItself(first!)).toBe(true);
});

it('tells a latency that was over its limit before the load rose from one that came with it', () => {
  expect(kindOf(slowResult(250, [112, 115]))).toBe('always');
  expect(kindOf(slowResult(250, [112, 600])), 'a queue').toBe('underLoad');
  expect(kindOf(slowResult(300, [112, 115])), 'only the slowest, under load').toBe('underLoad');
});

it('can’t tell waiting from service where the load never rises', () => {
  const result = slowResult(250, [112, 115]);
  const [baseline] = result.timeline.phases;
  const phases = [{ ...baseline!, durationSeconds: result.timeline.seconds }];
  expect(kindOf({ ...result, timeline: { ...result.timeline, phases } })).toBe('unknown');
});

it('says nothing of a latency that is within its limit', () => {
  expect(slowObjectives(spikeResult())).toEqual([]);
});
