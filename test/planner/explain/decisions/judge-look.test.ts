import { expect, it } from 'vitest';
import { judgeLook } from '../../../../planner/explain/decisions/judge-look.ts';
import type { Stepped } from '../../../../planner/explain/decisions/step-rule.ts';
import type { Decision } from '../../../../planner/policies/index.ts';

const beside = { isRising: false, pausedBy: null, isRescaled: false, hasOtherWriter: false, neighbours: [] };

const asking = (recommendation: number, reason: Decision['reason'] = 'AsProposed'): Decision => ({
  reason,
  recommendation,
  proposals: [],
});

/** A look of an HPA whose status tells the metric, the number that it set, and no limit. */
const look = (change: Partial<Stepped>): Stepped => ({
  atSeconds: 30,
  current: 4,
  changedSeconds: null,
  after: 4,
  later: [],
  wish: 4,
  atSomeMoment: undefined,
  decision: asking(4),
  isDoubtful: false,
  isSeen: true,
  told: { reason: undefined, said: null },
  toldReplicas: change.after ?? 4,
  ...change,
});

it('says that the metrics asked for a change only where they asked for that number', () => {
  const made = (after: number) => judgeLook(look({ after, wish: 5, decision: asking(5) }), beside);
  expect(made(5)).toMatchObject({ kind: 'made', reason: 'AsProposed' });
  expect(made(6)).toMatchObject({ kind: 'made', reason: null });
  expect(made(7)).toMatchObject({ kind: 'made', reason: null });
});

it('names the scaling policies where they leave exactly the number that came, though no status says so', () => {
  const limited = (after: number, current = 6) =>
    judgeLook(look({ current, after, wish: 7, decision: asking(17, 'PolicyLimited') }), beside);
  expect(limited(7)).toMatchObject({ kind: 'made', reason: 'PolicyLimited', reasonFrom: 'replay' });
  expect(limited(7, 7)).toMatchObject({ kind: 'held', reason: 'PolicyLimited', reasonFrom: 'replay' });
  expect(limited(8)).toMatchObject({ kind: 'made', reason: null });
});

it('takes about the same number for it where the load had to be rebuilt', () => {
  const rebuilt = { told: undefined, toldReplicas: null, wish: 20, decision: asking(20) };
  expect(judgeLook(look({ ...rebuilt, after: 18 }), beside)).toMatchObject({ reason: 'AsProposed' });
  expect(judgeLook(look({ ...rebuilt, after: 8 }), beside)).toMatchObject({ kind: 'made', reason: null });
});

it('can’t tell why replicas stayed where the status denies the limit that a replay finds', () => {
  const held = look({ decision: asking(1, 'Stabilized') });
  expect(judgeLook(held, beside)).toMatchObject({ kind: 'held', reason: null, reasonFrom: 'replay' });
});

it('says that the maximum ended a change only where the change came to it', () => {
  const rebuilt = { told: undefined, toldReplicas: null, wish: 20, decision: asking(30, 'AtMax') };
  const reasonFor = (after: number, change: Partial<Stepped> = {}) =>
    judgeLook(look({ ...rebuilt, current: 8, after, ...change }), beside)!.reason;
  expect([reasonFor(20), reasonFor(18), reasonFor(10)]).toEqual(['AtMax', null, null]);
  // Nobody knows at which end of a second a quick rule looked: what it asked for at the next one may be the reason.
  const next = look({ ...rebuilt, current: 10, after: 20 });
  const byNext = (after: number) =>
    judgeLook(look({ ...rebuilt, wish: 8, decision: asking(8), current: 8, after }), {
      ...beside,
      neighbours: [next],
    })!.reason;
  expect([byNext(20), byNext(10)]).toEqual(['AtMax', null]);
});

it('says that a hold ended a step down of a quick rule, at a number that the means of the seconds do not show', () => {
  const held = { told: undefined, toldReplicas: null, current: 26, decision: asking(10, 'Stabilized') };
  const atSomeMoment = { minReplicas: 26, maxReplicas: 26 };
  const lowered = (change: Partial<Stepped>) => judgeLook(look({ ...held, atSomeMoment, ...change }), beside);
  expect(lowered({ after: 23, wish: 26 })).toMatchObject({ kind: 'made', reason: 'Stabilized' });
  expect(lowered({ after: 20, wish: 16 })).toMatchObject({ kind: 'made', reason: 'Stabilized' });
  expect(lowered({ after: 8, wish: 16 }), 'below what was asked for').toMatchObject({ reason: null });
  expect(lowered({ after: 23, wish: 26, atSomeMoment: undefined })).toMatchObject({ reason: null });
});
