import { answers } from '../lab/answers.ts';
import { failed, scored } from '../lab/service.ts';
import type { Scenario } from '../scenario.ts';
import { begin, changing, hpaConfig, hpaView, replicasOf } from './play.ts';

const family = 'other';

/** Replicas behind an HPA that are lost, ended or replaced. */
export const replicaScenarios: readonly Scenario[] = [
  {
    name: 'hpa: one of two replicas hangs and its liveness probe ends it',
    family,
    slots: 8,
    config: hpaConfig({ minReplicas: 2, maxReplicas: 2 }),
    play: (lab) => {
      const [first = ''] = begin(lab, { replicas: 2, hpa: { minReplicas: 2, maxReplicas: 2 } });
      const isDown = changing(false);
      const service = replicasOf(lab, {
        slots: 8,
        // The Service still lists the pod until the kubelet says that it is not ready.
        takes: (pod) => pod === first || lab.cluster.isReady(pod),
        onReplica: (pod) =>
          pod === first && isDown.now() ? failed(answers.nginxBadGateway, 'replicaRestarted') : scored,
      });
      const why = 'Get "http://10.244.1.17:8000/live": context deadline exceeded';
      return {
        score: service.score,
        timeline: [
          [6.5, () => lab.pods.probeFails(first, 'Liveness', why)],
          [
            7,
            () => {
              isDown.set(true);
              lab.pods.killedByProbe(first, 'Liveness');
            },
          ],
          [7.5, () => lab.pods.restart(first)],
          [
            11,
            () => {
              isDown.set(false);
              lab.pods.becomeReady(first);
            },
          ],
        ],
      };
    },
  },
  {
    name: 'hpa: memory runs out, the container is OOMKilled (reset connections)',
    family,
    config: hpaConfig(),
    play: (lab) => {
      const [pod = ''] = begin(lab, { replicas: 1, hpa: {} });
      return {
        score: () => (lab.cluster.isReady(pod) ? scored : { kind: 'reset', cause: 'replicaRestarted' }),
        timeline: [
          [7, () => lab.pods.end(pod, 'OOMKilled', 137)],
          [7.6, () => lab.pods.restart(pod)],
          [10.5, () => lab.pods.becomeReady(pod)],
        ],
      };
    },
  },
  {
    name: 'hpa: readiness fails under load, no replica is ready',
    family,
    slots: 8,
    config: hpaConfig({ minReplicas: 2, maxReplicas: 2 }),
    play: (lab) => {
      const names = begin(lab, { replicas: 2, hpa: { minReplicas: 2, maxReplicas: 2 } });
      const service = replicasOf(lab, {
        slots: 8,
        nobody: answers.nginxNoEndpoints,
        // Ready fell, and nobody had asked for fewer: the replica was lost for a while.
        nobodyBecause: () => 'replicaRestarted',
      });
      const why =
        'Get "http://10.244.1.17:8000/ready": context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
      return {
        score: service.score,
        timeline: [
          [
            7,
            () => {
              for (const pod of names) lab.pods.probeFails(pod, 'Readiness', why);
            },
          ],
          [11, () => names.forEach(lab.pods.becomeReady)],
        ],
      };
    },
  },
  {
    name: 'hpa: a rollout replaces replicas without a preStop hook (502)',
    family,
    slots: 8,
    config: hpaConfig({ minReplicas: 3, maxReplicas: 3 }),
    play: (lab) => {
      const old = begin(lab, {
        replicas: 3,
        hpa: { minReplicas: 3, maxReplicas: 3, current: 3, desired: 3 },
      });
      const dying = new Set<string>();
      const service = replicasOf(lab, {
        slots: 8,
        // The proxy learns late that an endpoint has gone.
        takes: (pod) => lab.cluster.isReady(pod) || dying.has(pod),
        onReplica: (pod) => (dying.has(pod) ? failed(answers.nginxBadGateway, 'replicaReplaced') : scored),
      });
      const replace = (index: number): void => {
        const fresh = lab.cluster.makePod();
        lab.pods.schedule(fresh);
        lab.pods.run(fresh);
        lab.pods.becomeReady(fresh);
        const pod = old[index]!;
        dying.add(pod);
        lab.pods.terminate(pod);
        lab.cluster.revisionsWanted(2 - index, index + 1);
      };
      const end = (index: number): void => {
        dying.delete(old[index]!);
        lab.pods.gone(old[index]!);
      };
      return {
        score: service.score,
        timeline: [
          [6, lab.cluster.newRevision],
          ...[0, 1, 2].flatMap(
            (index) =>
              [
                [7 + 2 * index, () => replace(index)],
                [8.2 + 2 * index, () => end(index)],
              ] as const,
          ),
        ],
      };
    },
  },
  {
    name: 'hpa: scale-in cuts requests (reset connections)',
    family,
    slots: 8,
    config: { ...hpaConfig(), load: { scenario: 'soak', ratePerSecond: 9, soakSeconds: 14 } },
    play: (lab) => {
      const names = begin(lab, { replicas: 4, hpa: { current: 4, desired: 4, utilization: 30 } });
      const dying = new Set<string>();
      const service = replicasOf(lab, {
        slots: 8,
        takes: (pod) => lab.cluster.isReady(pod) || dying.has(pod),
        onReplica: (pod) => (dying.has(pod) ? { kind: 'reset', cause: 'replicaReplaced' } : scored),
      });
      return {
        score: service.score,
        timeline: [
          [
            6,
            () => {
              lab.cluster.hpa(hpaView(4, { desired: 2, utilization: 30 }));
              lab.cluster.event('HorizontalPodAutoscaler/scoring', {
                type: 'Normal',
                reason: 'SuccessfulRescale',
                message: 'New size: 2; reason: All metrics below target',
                component: 'horizontal-pod-autoscaler',
              });
              lab.cluster.wants(2);
              for (const pod of names.slice(2)) {
                dying.add(pod);
                lab.pods.terminate(pod);
              }
            },
          ],
          [
            8,
            () => {
              for (const pod of names.slice(2)) {
                dying.delete(pod);
                lab.pods.gone(pod);
              }
              lab.cluster.hpa(hpaView(2, { utilization: 60 }));
            },
          ],
        ],
      };
    },
  },
];
