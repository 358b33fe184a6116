import { describe, expect, it, onTestFinished } from 'vitest';
import { createDeadline } from '../../sandbox/deadline.ts';

/** Members that expire are collected; `settled` resolves with them when there are as many as asked for. */
const start = (limitMs: number | null, expected: number) => {
  const expired: string[] = [];
  let settle: (value: readonly string[]) => void;
  const settled = new Promise<readonly string[]>((resolve) => {
    settle = resolve;
  });
  const deadline = createDeadline<string>({
    limitMs,
    onExpired: (member) => {
      expired.push(member);
      if (expired.length === expected) settle(expired);
    },
  });
  onTestFinished(deadline.close);
  return { deadline, settled };
};

describe('a deadline', () => {
  it('expires members in the order in which they joined, and not those that left', async () => {
    const { deadline, settled } = start(5, 2);
    for (const member of ['a', 'b', 'c']) deadline.join(member);
    expect(deadline.first()).toBe('a');
    expect(deadline.leave('b')).toBe(true);
    expect(deadline.leave('b')).toBe(false);
    expect(await settled).toEqual(['a', 'c']);
    expect(deadline.size()).toBe(0);
  });

  it('does not expire anyone before the limit has passed', async () => {
    const { deadline, settled } = start(30, 1);
    const startedMs = performance.now();
    deadline.join('a');
    await settled;
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(30);
  });

  it('expires nobody without a limit, and everybody inside once there is one', async () => {
    const { deadline, settled } = start(null, 2);
    deadline.join('a');
    deadline.join('b');
    expect(deadline.size()).toBe(2);
    deadline.setLimit(1);
    expect(await settled).toEqual(['a', 'b']);
  });
});
