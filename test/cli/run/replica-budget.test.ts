import { describe, expect, it } from 'vitest';
import { createReplicaBudget } from '../../../cli/run/replica-budget.ts';

const minuteMs = 60_000;

describe('createReplicaBudget', () => {
  it('counts ready replicas by the time that they stood', () => {
    const { look } = createReplicaBudget(1);
    expect(look(0, 30)).toBeNull(); // 30 replicas for a minute: half an hour
    expect(look(minuteMs, 10)).toBeNull();
    expect(look(3 * minuteMs, 1)).toBeNull(); // 10 for two minutes: 50 minutes so far
    expect(look(12 * minuteMs, 1)).toBeNull(); // 59
    expect(look(13 * minuteMs, 1)).toEqual({ code: 'replicaHours', maxReplicaHours: 1 });
  });

  it('goes on with the last known number where the cluster can not be read', () => {
    const { look } = createReplicaBudget(1);
    look(0, 60);
    expect(look(minuteMs / 2, null)).toBeNull();
    expect(look(minuteMs, null)).not.toBeNull();
  });

  it('counts nothing before replicas are known, and nothing when a clock is set back', () => {
    const { look } = createReplicaBudget(0.001);
    expect(look(0, null)).toBeNull();
    expect(look(60 * minuteMs, 5)).toBeNull();
    expect(look(0, 5)).toBeNull();
  });
});
