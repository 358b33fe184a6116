import { expect, it } from 'vitest';
import { recommend } from '../../planner/recommend/recommend.ts';
import { hpa, knative, longTail } from '../planner/recommend/long-tail.ts';

it.each([hpa, knative])(
  'an advice that turns knobs of $kind is the same, byte by byte, when asked again',
  (policy) => {
    const [first, again] = [recommend(longTail(policy)), recommend(longTail(policy))];
    expect(first.kind).toBe('advice');
    expect(JSON.stringify(again)).toBe(JSON.stringify(first));
  },
);
