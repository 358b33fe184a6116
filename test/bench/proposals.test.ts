import { expect, it } from 'vitest';
import { proposalsOf } from '../../bench/accuracy/proposals.ts';
import { recommend } from '../../planner/recommend/recommend.ts';
import { buildRequest } from '../planner/recommend/builders.ts';

it('predicts settings as a plan does: of the load as planned, without its margin', () => {
  const request = buildRequest({}, { margin: 0.2, spikeShare: 0.01, draws: 20 });
  const advice = recommend(request);
  if (advice.kind !== 'advice') throw new Error('no advice');
  const { settings, prediction } = advice;
  const { policy } = settings;
  if (policy.kind === 'fixed') throw new Error('no minimum');
  // Half of twice its minimum is the advice itself.
  const doubled = { ...settings, policy: { ...policy, minReplicas: 2 * policy.minReplicas } };
  const again = proposalsOf(request, { ...advice, settings: doubled }).find(({ of }) => of === 'halved')!;
  expect(again.settings).toEqual(settings);
  const { errorShare, latencyMs } = prediction;
  expect(again.predicted).toMatchObject({ errorShare, latencyMs });
});
