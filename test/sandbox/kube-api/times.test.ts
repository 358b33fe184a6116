import { expect, it } from 'vitest';
import { kubeMicroTime, kubeTime } from '../../../sandbox/kube-api/times.ts';

it('writes whole seconds, cut off, and microseconds', () => {
  expect(kubeTime(1795404540999)).toBe('2026-11-23T03:29:00Z');
  expect(kubeMicroTime(1795404540999)).toBe('2026-11-23T03:29:00.999000Z');
});
