import { describe, expect, it } from 'vitest';
import { lintText } from '../../../planner/settings/index.ts';

const hpa = (scaleUp: object): string =>
  JSON.stringify({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'score' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'score' },
      minReplicas: 1,
      maxReplicas: 9,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
        },
      ],
      behavior: { scaleUp },
    },
  });

const trapsOf = (scaleUp: object): object[] =>
  lintText(hpa(scaleUp)).readings.flatMap(({ traps }) => traps.map(({ line: _, ...trap }) => trap));

const pods = (value: number, periodSeconds: number): object => ({ type: 'Pods', value, periodSeconds });

describe('a scale-up in settings files', () => {
  it('is warned of where it waits', () => {
    expect(trapsOf({ stabilizationWindowSeconds: 300 })).toEqual([
      expect.objectContaining({ rule: 'scale-up-waits', level: 'warning', seconds: 300 }),
    ]);
    expect(trapsOf({ stabilizationWindowSeconds: 0 })).toEqual([]);
  });

  it('is warned of where it never comes', () => {
    expect(trapsOf({ selectPolicy: 'Disabled' })).toEqual([
      expect.objectContaining({ rule: 'scale-up-off' }),
    ]);
  });

  it('is warned of where policies of pods alone add fewer than usual', () => {
    expect(trapsOf({ policies: [pods(1, 60), pods(1, 30)] })).toEqual([
      expect.objectContaining({ rule: 'scale-up-slow', podsPerMinute: 2 }),
    ]);
    expect(trapsOf({ selectPolicy: 'Min', policies: [pods(1, 60), pods(1, 30)] })).toEqual([
      expect.objectContaining({ rule: 'scale-up-slow', podsPerMinute: 1 }),
    ]);
    expect(trapsOf({ policies: [pods(4, 15)] })).toEqual([]);
    expect(trapsOf({ policies: [pods(1, 60), { type: 'Percent', value: 100, periodSeconds: 15 }] })).toEqual(
      [],
    );
  });
});
