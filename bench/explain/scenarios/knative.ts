import { answers } from '../lab/answers.ts';
import type { Lab } from '../lab/lab.ts';
import type { Cause } from '../planted.ts';
import type { Scenario } from '../scenario.ts';
import { condition } from './condition.ts';
import { begin, changing, grow, replicasOf } from './play.ts';

const family = 'other';
const knativeGroup = 'autoscaling.internal.knative.dev';

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

/** Knative, with its own autoscaler. */
export const knativeScenarios: readonly Scenario[] = [
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
];
