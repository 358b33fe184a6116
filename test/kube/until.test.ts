import { expect, test } from 'vitest';
import { until } from './until.ts';

test('a wait that does not end names what it waited for, as that stands then', async () => {
  let looks = 0;
  const neverSo = async (): Promise<boolean> => {
    looks += 1;
    return false;
  };
  const waiting = until(() => `a node is ready, ${looks} looks`, neverSo, { everyMs: 1, withinMs: 5 });
  await expect(waiting).rejects.toThrow(/^not so within 0\.005 s: a node is ready, [1-9]\d* looks$/);
});

test('a wait ends with the fault of what runs between its looks', async () => {
  const between = () => Promise.reject(new Error('the program ended'));
  await expect(until('it listens', async () => false, { between })).rejects.toThrow('the program ended');
});
