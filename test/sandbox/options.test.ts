import { describe, expect, it } from 'vitest';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { resolveChange, resolveOptions } from '../../sandbox/options.ts';

const faultsOf = (action: () => unknown): string[] => {
  try {
    action();
  } catch (error) {
    if (error instanceof HeadroomError) return error.details.map(({ where }) => where ?? '');
  }
  return [];
};

describe('sandbox options', () => {
  it('have a default for each', () => {
    const options = resolveOptions({});
    expect(options).toMatchObject({ port: 8890, queueWaitLimitMs: 500, requestTimeoutMs: 60_000 });
    expect(options.policy).toMatchObject({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 });
  });

  it('name every fault at once', () => {
    const faulty = { port: -1, slotsPerReplica: 0, crashShare: 2, policy: { kind: 'fixed', replicas: 0 } };
    expect(faultsOf(() => resolveOptions(faulty))).toEqual([
      'sandbox options → port',
      'sandbox options → slotsPerReplica',
      'sandbox options → crashShare',
      'sandbox options → policy.replicas',
    ]);
    expect(faultsOf(() => resolveOptions({ slots: 1 }))).toEqual(['sandbox options → slots']);
  });
});

describe('a change of settings', () => {
  it('holds what it names and nothing else', () => {
    expect(resolveChange({})).toEqual({});
    expect(resolveChange({ queueWaitLimitMs: null })).toEqual({ queueWaitLimitMs: null });
  });

  it('is refused where it is not valid', () => {
    expect(faultsOf(() => resolveChange({ requestTimeoutMs: -5, port: 1 }))).toHaveLength(2);
  });
});
