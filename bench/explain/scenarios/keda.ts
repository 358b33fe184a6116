import { answers } from '../lab/answers.ts';
import type { Lab } from '../lab/lab.ts';
import { failed } from '../lab/service.ts';
import type { Scenario } from '../scenario.ts';
import { condition } from './condition.ts';
import { begin, grow, hpaView, replicasOf } from './play.ts';

const family = 'other';

const kedaHttp = {
  autoscaler: { kind: 'keda-http', minReplicas: 0, maxReplicas: 3 },
  target: { kind: 'kubernetes' },
} as const;

const httpScaledObject = (lab: Lab, isActive: boolean): void =>
  lab.cluster.put('httpscaledobjects', {
    apiVersion: 'http.keda.sh/v1alpha1',
    kind: 'HTTPScaledObject',
    metadata: {
      name: 'scoring',
      namespace: 'default',
      uid: 'uid-of-http-scoring',
      creationTimestamp: '2026-11-20T08:00:00Z',
    },
    spec: {
      hosts: ['scoring.example'],
      scaleTargetRef: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: 'scoring',
        service: 'scoring',
        port: 80,
      },
      replicas: { min: 0, max: 3 },
      scalingMetric: { requestRate: { targetValue: 5 } },
    },
    status: {
      conditions: [
        condition('Ready', 'True', 'HTTPScaledObjectIsReady', 'Finished object creation'),
        ...(isActive
          ? []
          : [
              condition(
                'Active',
                'False',
                'ScalerNotActive',
                'Scaling is not performed because triggers are not active',
              ),
            ]),
      ],
    },
  });

/** KEDA, and its add-on for HTTP. */
export const kedaScenarios: readonly Scenario[] = [
  {
    name: 'keda http: scaled to zero, nothing is ever started (503)',
    family,
    groups: ['http.keda.sh', 'keda.sh'],
    config: kedaHttp,
    play: (lab) => {
      begin(lab, { replicas: 0 });
      httpScaledObject(lab, false);
      lab.cluster.hpa(
        hpaView(0, {
          maxReplicas: 3,
          utilization: null,
          conditions: {
            ScalingActive: {
              status: 'False',
              reason: 'ScalingDisabled',
              message: 'scaling is disabled since the replica count of the target is zero',
            },
          },
        }),
      );
      return { score: () => failed(answers.nginxNoEndpoints, 'neverActivated') };
    },
  },
  {
    name: 'keda http: a cold start that takes longer than the interceptor waits (502)',
    family,
    slots: 8,
    isForced: true,
    groups: ['http.keda.sh', 'keda.sh'],
    config: kedaHttp,
    play: (lab) => {
      begin(lab, { replicas: 0 });
      httpScaledObject(lab, true);
      const service = replicasOf(lab, {
        slots: 8,
        nobody: answers.interceptorNotReady,
        nobodyBecause: () => 'replicasStarting',
      });
      let fresh: string[] = [];
      return {
        score: service.score,
        timeline: [
          [
            0.2,
            () => {
              fresh = grow(lab, 1);
            },
          ],
          [
            8,
            () => {
              for (const pod of fresh) {
                lab.pods.run(pod);
                lab.pods.becomeReady(pod);
              }
            },
          ],
        ],
      };
    },
  },
  {
    name: 'keda: the ScaledObject is paused',
    family,
    groups: ['keda.sh'],
    config: {
      autoscaler: { kind: 'hpa', minReplicas: 1, maxReplicas: 5, metrics: [{ targetValue: 0.7 }] },
      target: { kind: 'kubernetes' },
    },
    play: (lab) => {
      begin(lab, { replicas: 1 });
      lab.cluster.put('scaledobjects', {
        apiVersion: 'keda.sh/v1alpha1',
        kind: 'ScaledObject',
        metadata: {
          name: 'scoring',
          namespace: 'default',
          uid: 'uid-of-scaled-scoring',
          creationTimestamp: '2026-11-20T08:00:00Z',
          annotations: { 'autoscaling.keda.sh/paused': 'true' },
        },
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'scoring' },
          minReplicaCount: 1,
          maxReplicaCount: 5,
          triggers: [{ type: 'cpu', metricType: 'Utilization', metadata: { value: '70' } }],
        },
        status: {
          conditions: [
            condition(
              'Ready',
              'True',
              'ScaledObjectReady',
              'ScaledObject is defined correctly and is ready for scaling',
            ),
            condition('Active', 'Unknown'),
            condition('Paused', 'True', 'ScaledObjectPaused', 'ScaledObject is paused'),
          ],
        },
      });
      return { score: replicasOf(lab, { shortOf: () => 'scalingOff' }).score };
    },
  },
];
