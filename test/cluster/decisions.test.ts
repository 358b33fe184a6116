import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelsNear } from '../../cluster/doctor/labels-near.ts';
import { backoffMs, defaultLimits, nextStep } from '../../cluster/follow/resume.ts';
import { createScope } from '../../cluster/follow/scope.ts';
import { pathOf } from '../../cluster/resources.ts';

describe('the wait after a failure', () => {
  test('doubles from the first one', () => {
    expect([1, 2, 3].map((failures) => backoffMs(failures, defaultLimits, () => 0))).toEqual([50, 100, 200]);
  });

  test('is between half of its bound and its bound, whatever the jitter and however many failures', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, jitter) => {
          const ms = backoffMs(failures, defaultLimits, () => jitter);
          expect(ms).toBeGreaterThanOrEqual(defaultLimits.backoffFirstMs / 2);
          expect(ms).toBeLessThanOrEqual(defaultLimits.backoffMostMs);
        },
      ),
    );
  });
});

describe('after the end of a watch', () => {
  const fresh = { established: true, sinceContactMs: 0, serverErrors: 0 };
  const refused = (status: number) => ({ kind: 'refused', status, reason: '' }) as const;
  test.each([
    { title: 'a good end', end: { kind: 'ended' } as const, past: fresh, step: 'resume' },
    { title: '30 s of silence', end: { kind: 'idle' } as const, past: fresh, step: 'resume' },
    {
      title: 'a lost connection',
      end: { kind: 'lost', reason: 'reset' } as const,
      past: fresh,
      step: 'resume',
    },
    { title: '410', end: refused(410), past: fresh, step: 'relist' },
    { title: '403 at once', end: refused(403), past: fresh, step: 'resume' },
    { title: '403 for long', end: refused(403), past: { ...fresh, sinceContactMs: 15_001 }, step: 'stop' },
    { title: '403 from the start', end: refused(403), past: { ...fresh, established: false }, step: 'stop' },
    { title: '429', end: refused(429), past: { ...fresh, sinceContactMs: 1e9 }, step: 'resume' },
    { title: '500 twice', end: refused(500), past: { ...fresh, serverErrors: 2 }, step: 'resume' },
    { title: '500 three times', end: refused(500), past: { ...fresh, serverErrors: 3 }, step: 'relist' },
  ])('$title: $step', ({ end, past, step }) => {
    expect(nextStep(end, past, defaultLimits)).toBe(step);
  });
});

describe('what belongs to the service', () => {
  test('keeps what came before its object in order', () => {
    const scope = createScope();
    const ran: number[] = [];
    scope.when('Pod/a', () => ran.push(1));
    scope.when('Pod/a', () => ran.push(2));
    scope.when('Pod/b', () => ran.push(9));
    scope.add('Pod/a');
    scope.when('Pod/a', () => ran.push(3));
    expect(ran).toEqual([1, 2, 3]);
  });

  test('does not remember more and more about other workloads, or about pods of long ago', () => {
    const scope = createScope();
    const ran: string[] = [];
    for (let i = 0; i < 5_001; i++) scope.when(`Pod/${i}`, () => ran.push(`${i}`));
    scope.add('Pod/0');
    scope.add('Pod/1');
    expect(ran).toEqual(['1']);
    for (let i = 0; i < 10_000; i++) scope.add(`Pod/later-${i}`);
    scope.when('Pod/1', () => ran.push('forgotten'));
    expect(ran).toEqual(['1']);
  });
});

test('pathOf and labelsNear give their documented examples', () => {
  expect(pathOf({ group: 'apps', version: 'v1', namespace: 'default', name: 'deployments' })).toBe(
    '/apis/apps/v1/namespaces/default/deployments',
  );
  expect(pathOf({ group: '', version: 'v1', namespace: null, name: 'nodes' })).toBe('/api/v1/nodes');
  expect(labelsNear('app=scor', [{ metadata: { labels: { app: 'score', tier: 'web' } } }])).toEqual([
    'app=score',
    'tier=web',
  ]);
});
