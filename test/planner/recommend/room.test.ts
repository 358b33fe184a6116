import { expect, it } from 'vitest';
import { recommend } from '../../../planner/recommend/recommend.ts';
import type { PlanRequest } from '../../../planner/recommend/search/request.ts';
import { noteText } from '../../../reports/words/plan/notes.ts';
import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import { buildPolicy, buildRequest, searchedFor } from './builders.ts';
import { maximumOf } from './random-plans.ts';

const policy = buildPolicy({ kind: 'azureml-v1', minReplicas: 1, maxReplicas: 40 });
const plan = (change: Partial<PlanRequest>): Recommendation => {
  const advice = recommend({ ...buildRequest({ policy }, { draws: 20 }), ...change });
  if (advice.kind !== 'advice') throw new Error('refused');
  return advice;
};
const searched = (change: Partial<PlanRequest>) =>
  searchedFor({ ...buildRequest({ policy }, { draws: 20 }), ...change });
const notesOf = ({ warnings }: Recommendation): string[] => warnings.map(noteText);
const roomOf = (replicas: number) => ({ replicas, missing: ['cpu'] });

it('is never left by an advice; a maximum beyond it is lowered, and that is said', () => {
  const advice = plan({ room: roomOf(12) });
  expect(advice.basis).toBe('certain');
  expect(maximumOf(advice.settings.policy)).toBe(12);
  expect(notesOf(advice)).toContain(
    'The nodes hold 12 replicas (too little cpu), so the maximum is planned no higher: the 40 in use can’t be reached. Add nodes, or ask for less per replica, and plan again.',
  );
  // What is in use is shown as it stands, and simulated as it can come to pass.
  expect(maximumOf(advice.compared.current.settings.policy)).toBe(40);
  expect(advice.compared.current.prediction.replicas.max.high).toBeLessThanOrEqual(12);
});

it('that is wide enough changes nothing', () => {
  const request = { room: roomOf(400) };
  const [wide, none] = [plan(request), plan({})];
  expect(wide.settings).toEqual(none.settings);
  expect(notesOf(wide)).toEqual(notesOf(none));
});

it('that is too small for the peak is no advice, and says so', () => {
  const advice = plan({ room: roomOf(2) });
  expect(advice.basis).toBe('leastRegret');
  expect(maximumOf(advice.settings.policy)).toBe(2);
  expect(
    notesOf(advice).some((text) =>
      /^The peak can’t be scheduled: it needs about \d+ replicas, and the nodes hold 2 \(too little cpu\)\.$/.test(
        text,
      ),
    ),
  ).toBe(true);
});

it('bounds a rule without a maximum, and a fixed number', () => {
  const unlimited = buildPolicy({ kind: 'knative', target: 1, maxReplicas: 0 });
  const bounded = searched({ ...buildRequest({ policy: unlimited }, { draws: 20 }), room: roomOf(9) });
  expect(maximumOf(bounded.settings.policy)).toBeLessThanOrEqual(9);
  expect(maximumOf(bounded.settings.policy)).toBeGreaterThan(0);
  const fixed = buildPolicy({ kind: 'fixed', replicas: 4 });
  const few = searched({ ...buildRequest({ policy: fixed }, { draws: 20 }), room: roomOf(3) });
  expect(maximumOf(few.settings.policy)).toBeLessThanOrEqual(3);
});
