import { describe, expect, it } from 'vitest';
import { backlogClasses, loadClasses } from '../../../../planner/calibrate/router/load-classes.ts';
import { recordedOf } from '../../../../planner/timeline/recording.ts';
import { policySettingsSchema } from '../../../../runs/schema/policy.ts';
import { recordSpike } from '../../../builders/recording.ts';

/** Ten requests/s of 0.2 s on 8 replicas: a quarter; sixty: one and a half times what they can do. */
const fixed = recordedOf(recordSpike({ policy: policySettingsSchema.parse({ kind: 'fixed', replicas: 8 }) }));
const [baseline, spike, after] = [10, 60, 92] as const;

describe('classes of offered load', () => {
  it('tell baseline from spike', () => {
    const classes = loadClasses(fixed, { serviceSeconds: 0.2, memorySeconds: 0.7 });
    expect(classes[baseline]).toBe(1);
    expect(classes[spike]).toBe(5);
    expect(classes[after]).toBe(1);
  });

  it('leave out an overload and what it leaves behind, where a queue has a long memory', () => {
    const classes = loadClasses(fixed, { serviceSeconds: 0.2, memorySeconds: 60 });
    expect(classes[baseline]).toBe(1);
    expect(classes[spike]).toBe(-1);
    expect(classes[after]).toBe(-1);
    expect(classes.at(-1)).toBe(1);
  });

  it('leave out the seconds around a change of the replicas', () => {
    const policy = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 });
    const recorded = recordedOf(recordSpike({ policy }));
    const { ready } = recorded.timeline.cluster;
    const classes = loadClasses(recorded, { serviceSeconds: 0.2, memorySeconds: 0.7 });
    const changed = ready.flatMap((replicas, second) =>
      second > 0 && second + 1 < ready.length && replicas !== ready[second - 1] ? [second] : [],
    );
    expect(changed.length).toBeGreaterThan(2);
    for (const second of changed)
      expect([classes[second - 1], classes[second], classes[second + 1]]).toEqual([-1, -1, -1]);
  });
});

describe('classes of a backlog', () => {
  it('tell an overload from what it leaves behind, and calm seconds from both', () => {
    const classes = backlogClasses(fixed, { serviceSeconds: 0.2 });
    expect(classes[baseline]).toBe(-1);
    expect(classes[spike]).toBe(0);
    expect(classes[after]).toBe(1);
  });
});
