import { answers } from '../lab/answers.ts';
import type { Lab } from '../lab/lab.ts';
import { failed } from '../lab/service.ts';
import type { Cause } from '../planted.ts';
import type { Scenario } from '../scenario.ts';
import { begin, changing, grow, hpaView, replicasOf } from './play.ts';

const family = 'other';
const knativeGroup = 'autoscaling.internal.knative.dev';

const condition = (type: string, status: string, reason = '', message = '') => ({
  type,
  status,
  ...(reason !== '' && { reason }),
  ...(message !== '' && { message }),
});

/** Knative's PodAutoscaler of the revision. */
const podAutoscaler = (
  lab: Lab,
  view: {
    readonly desired: number;
    readonly actual: number;
    readonly maxScale: number;
    readonly active: 'True' | 'False' | 'Unknown';
  },
): void =>
  lab.cluster.put('podautoscalers', {
    apiVersion: `${knativeGroup}/v1alpha1`,
    kind: 'PodAutoscaler',
    metadata: {
      name: 'scoring-00001',
      namespace: 'default',
      uid: 'uid-of-scoring-00001',
      creationTimestamp: '2026-11-20T08:00:00Z',
      annotations: {
        'autoscaling.knative.dev/class': 'kpa.autoscaling.knative.dev',
        'autoscaling.knative.dev/metric': 'concurrency',
        'autoscaling.knative.dev/target': '1',
        'autoscaling.knative.dev/max-scale': String(view.maxScale),
      },
    },
    spec: {
      containerConcurrency: 1,
      protocolType: 'http1',
      reachability: 'External',
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'scoring' },
    },
    status: {
      desiredScale: view.desired,
      actualScale: view.actual,
      conditions: [
        view.active === 'True'
          ? condition('Active', 'True')
          : condition(
              'Active',
              view.active,
              view.active === 'False' ? 'NoTraffic' : 'Queued',
              view.active === 'False'
                ? 'The target is not receiving traffic.'
                : 'Requests to the target are being buffered as resources are provisioned.',
            ),
        condition('Ready', view.active === 'True' ? 'True' : view.active),
      ],
    },
  });

const knative = (maxReplicas: number) =>
  ({
    autoscaler: { kind: 'knative', metric: 'concurrency', target: 1, minReplicas: 0, maxReplicas },
    target: { kind: 'kubernetes' },
  }) as const;

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

/** Knative and KEDA. */
export const serverlessScenarios: readonly Scenario[] = [
  {
    name: 'knative: the queue of every replica is full at max-scale',
    family,
    groups: [knativeGroup],
    config: knative(2),
    play: (lab) => {
      begin(lab, { replicas: 2 });
      podAutoscaler(lab, { desired: 2, actual: 2, maxScale: 2, active: 'True' });
      return {
        score: replicasOf(lab, { serviceMs: () => 320, turnedAway: answers.queueProxyFull }).score,
      };
    },
  },
  {
    name: 'knative: replicas start while the queues are full',
    family,
    groups: [knativeGroup],
    config: knative(10),
    play: (lab) => {
      begin(lab, { replicas: 1 });
      podAutoscaler(lab, { desired: 1, actual: 1, maxScale: 10, active: 'True' });
      const shortOf = changing<Cause>('waitingForDecision');
      const service = replicasOf(lab, { shortOf: shortOf.now, turnedAway: answers.queueProxyFull });
      let fresh: string[] = [];
      return {
        score: service.score,
        timeline: [
          [
            7.2,
            () => {
              fresh = grow(lab, 5);
              podAutoscaler(lab, { desired: 5, actual: 1, maxScale: 10, active: 'True' });
              shortOf.set('replicasStarting');
            },
          ],
          [
            12.5,
            () => {
              for (const pod of fresh) {
                lab.pods.run(pod);
                lab.pods.becomeReady(pod);
              }
              podAutoscaler(lab, { desired: 5, actual: 5, maxScale: 10, active: 'True' });
              service.drain();
            },
          ],
        ],
      };
    },
  },
  {
    name: 'knative: from zero, the first replica starts too slowly (503)',
    family,
    slots: 8,
    groups: [knativeGroup],
    config: knative(10),
    play: (lab) => {
      begin(lab, { replicas: 0 });
      podAutoscaler(lab, { desired: 0, actual: 0, maxScale: 10, active: 'False' });
      const service = replicasOf(lab, {
        slots: 8,
        nobody: answers.activatorTimeout,
        nobodyBecause: () => 'replicasStarting',
      });
      let fresh: string[] = [];
      return {
        score: service.score,
        timeline: [
          [
            0.1,
            () => {
              fresh = grow(lab, 2);
              podAutoscaler(lab, { desired: 2, actual: 0, maxScale: 10, active: 'Unknown' });
            },
          ],
          [
            9,
            () => {
              for (const pod of fresh) {
                lab.pods.run(pod);
                lab.pods.becomeReady(pod);
              }
              podAutoscaler(lab, { desired: 2, actual: 2, maxScale: 10, active: 'True' });
            },
          ],
        ],
      };
    },
  },
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
