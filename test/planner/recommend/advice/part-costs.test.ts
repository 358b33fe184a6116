import { expect, it } from 'vitest';
import { recommend } from '../../../../planner/recommend/recommend.ts';
import { headroomSchema } from '../../../../runs/schema/plan/headroom.ts';
import type { LagPart } from '../../../../runs/schema/result/scale-lag.ts';
import { buildRequest } from '../builders.ts';

const headroomWith = (lagParts?: readonly Pick<LagPart, 'part' | 'seconds'>[]) => {
  const request = buildRequest({}, { margin: 0.2, spikeShare: 0.01, draws: 20 });
  const advice = recommend({ ...request, ...(lagParts && { lagParts }) });
  if (advice.kind !== 'advice') throw new Error('refused');
  return advice.headroom;
};

const plain = headroomWith();
const halfSeconds = plain.lagMs / 2000;
const headroom = headroomWith([
  { part: 'signal', seconds: plain.lagMs / 1000 + 1 },
  { part: 'decide', seconds: halfSeconds },
  { part: 'create', seconds: 0 },
  { part: 'node', seconds: halfSeconds },
  { part: 'pull', seconds: null },
  { part: 'init', seconds: halfSeconds },
  { part: 'start', seconds: 0.8 * 2 * halfSeconds },
]);
const costs = new Map(headroom.partCosts!.map((cost) => [cost.part, cost]));
/** Simulated for the curve at a multiple of the lag. */
const simulatedAt = (times: number): number => {
  const { byStartupLag } = plain.settings.find(({ of }) => of === 'current')!;
  return byStartupLag.find(({ lagMs }) => Math.abs(lagMs / plain.lagMs - times) < 1e-9)!.errorShare;
};

it('tells what fails without a part from a simulation with a lag that is shorter by it', () => {
  expect(headroomSchema.parse(headroom)).toEqual(headroom);
  const { errorShare, errorShareWithout } = costs.get('init')!;
  expect([errorShare, errorShareWithout]).toEqual([simulatedAt(1), simulatedAt(0.5)]);
  expect(errorShareWithout).toBeLessThan(errorShare);
});

it('simulates every length, where the curve has none', () => {
  const { errorShareWithout } = costs.get('start')!;
  expect(errorShareWithout).toBeGreaterThanOrEqual(simulatedAt(0.1));
  expect(errorShareWithout).toBeLessThanOrEqual(simulatedAt(0.5));
  const between = simulatedAt(0.1) + ((0.2 - 0.1) / (0.5 - 0.1)) * (simulatedAt(0.5) - simulatedAt(0.1));
  expect(errorShareWithout).not.toBeCloseTo(between, 9);
});

it('counts the wait for a decision like one for a start, and the wait for a node on top', () => {
  expect(costs.get('decide')!.errorShareWithout).toBe(costs.get('init')!.errorShareWithout);
  const { errorShare, errorShareWithout } = costs.get('node')!;
  expect([errorShare, errorShareWithout]).toEqual([simulatedAt(1.5), simulatedAt(1)]);
});

it('tells nothing of parts that are unknown, take no time, or are longer than the start', () => {
  expect([...costs.keys()]).toEqual(['decide', 'node', 'init', 'start']);
});

it('is only asked of a run that scaled up, and changes nothing else', () => {
  expect(plain.partCosts).toBeUndefined();
  expect({ ...headroom, partCosts: undefined }).toEqual({ ...plain, partCosts: undefined });
});
