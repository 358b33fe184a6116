import { expect, it } from 'vitest';
import { scalingFacts } from '../../../reports/words/causes/scaling.ts';
import { spikeResult } from '../../builders/result.ts';

it('says that a p95 latency over its limit is no part of when errors came within theirs', () => {
  const result = spikeResult();
  const recoveryOf = (p95Met: boolean) => {
    const checks = result.verdict.checks.map((check) =>
      check.objective === 'p95Latency' ? { ...check, met: p95Met } : check,
    );
    const facts = scalingFacts({ ...result, verdict: { ...result.verdict, checks } });
    return facts.find(([name]) => name === 'errors end after')?.[1];
  };
  expect(recoveryOf(true)).toBe('18 s, counted from the rise of the load at 0:20');
  expect(recoveryOf(false)).toBe(
    '18 s, counted from the rise of the load at 0:20; the p95 latency, which is over its limit, does not count here',
  );
});

it('names the parts of a start-up as the way of a scale-up does, and claims no pull, which only events tell', () => {
  const lag = new Map(scalingFacts(spikeResult())).get('start-up lag')!;
  expect(lag).toContain(', of it pod created 100 ms, scheduled 400 ms, container started 2.1 s, ready 5.8 s');
  expect(lag).not.toContain('pull');
});

it('says of which new replicas none was ready, where others took the place of lost ones', () => {
  const result = spikeResult();
  const firstReady = (change: Partial<typeof result.scaling>) =>
    new Map(
      scalingFacts({ ...result, scaling: { ...result.scaling, firstNewReadySecond: null, ...change } }),
    ).get('first of those replicas ready');
  expect(firstReady({ firstDecisionSecond: null, startups: 3 })).toBe('none of those; 3 others became ready');
  expect(firstReady({ firstDecisionSecond: null, startups: 0 })).toBe('not in this run');
  expect(firstReady({ firstDecisionSecond: 22, startups: 3 })).toBe('none of those; 3 others became ready');
  expect(firstReady({ firstDecisionSecond: 22, startups: 0 })).toBe('not in this run');
});

it('says from when on replicas that were asked for count as an answer to the load', () => {
  const result = spikeResult();
  const names = (riseSecond: number | null) =>
    scalingFacts({ ...result, scaling: { ...result.scaling, riseSecond } }).map(([name]) => name);
  expect(names(20).slice(1, 4)).toEqual([
    'steepest rise of the load',
    'desired replicas rose after it',
    'first of those replicas ready',
  ]);
  expect(names(null).slice(1, 3)).toEqual(['desired replicas rose', 'first of those replicas ready']);
});

it('names no end of errors where no request failed', () => {
  const result = spikeResult();
  const { scaling } = result;
  const without = { ...result, scaling: { ...scaling, firstErrorSecond: null, secondsToRecover: 0 } };
  expect(new Map(scalingFacts(without)).get('errors end after')).toBe('no request failed');
});

it('counts no end of errors where no second since the rise was over the limit, though requests failed', () => {
  const result = spikeResult();
  const { scaling } = result;
  const few = { ...result, scaling: { ...scaling, firstErrorSecond: 27, secondsToRecover: 0 } };
  expect(new Map(scalingFacts(few)).get('errors end after')).toMatch(
    /^no second since the rise of the load at 0:20 was over the error limit/,
  );
});
