import { answers } from '../lab/answers.ts';
import { failed, scored } from '../lab/service.ts';
import type { Cause } from '../planted.ts';
import type { Scenario } from '../scenario.ts';
import { azuremlConfig, begin, changing, grow, hpaConfig, hpaView, replicasOf } from './play.ts';

/** Two causes at once: with two statuses, with one status in different seconds, with one status in the same seconds. */
export const overlapScenarios: readonly Scenario[] = [
  {
    name: 'overlap: no node for new replicas (503), one replica OOMKilled (502)',
    family: 'other',
    config: hpaConfig(),
    play: (lab) => {
      const [first = ''] = begin(lab, { replicas: 2, hpa: { current: 2, desired: 2 } });
      const shortOf = changing<Cause>('waitingForDecision');
      const isDown = changing(false);
      const service = replicasOf(lab, {
        serviceMs: () => 260,
        shortOf: shortOf.now,
        takes: (pod) => lab.cluster.isReady(pod) || (pod === first && isDown.now()),
        onReplica: (pod) =>
          pod === first && isDown.now() ? failed(answers.nginxBadGateway, 'replicaRestarted') : scored,
      });
      const message =
        '0/1 nodes are available: 1 Insufficient memory. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.';
      return {
        score: service.score,
        timeline: [
          [
            6.3,
            () => {
              for (const pod of grow(lab, 5, { hpa: {}, isScheduled: false }))
                lab.pods.cantSchedule(pod, message);
              shortOf.set('unschedulable');
            },
          ],
          [
            8,
            () => {
              isDown.set(true);
              lab.pods.end(first, 'OOMKilled', 137);
            },
          ],
          [8.6, () => lab.pods.restart(first)],
          [
            11.5,
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
    name: 'overlap: azureml v1 at its maximum (503) while run() raises (502)',
    family: 'Azure ML',
    config: azuremlConfig('v1', { minReplicas: 2, maxReplicas: 2 }),
    play: (lab) => {
      begin(lab, { replicas: 2 });
      const service = replicasOf(lab, {
        turnedAway: answers.feOverloaded,
        tellsServiceTime: true,
        serviceMs: () => 280,
      });
      return {
        score: ({ n }) =>
          n % 6 === 0 && lab.seconds() > 3 ? failed(answers.feRunFailed, 'modelCrashed') : service.score(),
      };
    },
  },
  {
    name: 'overlap: nginx, a slow model (504) while the replicas are full at the maximum (503)',
    family: 'other',
    config: hpaConfig({ maxReplicas: 3 }),
    play: (lab) => {
      begin(lab, { replicas: 3, hpa: { maxReplicas: 3, current: 3, desired: 3 } });
      let runs = 0;
      const service = replicasOf(lab, {
        // Some inputs take far longer than proxy_read_timeout.
        serviceMs: () => {
          runs += 1;
          return runs % 12 === 0 ? 1_500 : 240;
        },
        timeoutMs: 1_000,
        timedOut: failed(answers.nginxTimeout, 'modelSlowerThanTimeout'),
      });
      const conditions = {
        ScalingLimited: {
          status: 'True',
          reason: 'TooManyReplicas',
          message: 'the desired replica count is more than the maximum replica count',
        },
      };
      return {
        score: service.score,
        timeline: [[6, () => lab.cluster.hpa(hpaView(3, { maxReplicas: 3, utilization: 150, conditions }))]],
      };
    },
  },
  {
    name: 'overlap: balancer, idle connections closed (502) at low load, a crash (502) at the peak',
    family: 'other',
    slots: 8,
    config: {
      ...hpaConfig({ minReplicas: 2, maxReplicas: 2 }),
      load: {
        scenario: 'spike',
        baselineRatePerSecond: 4,
        peakRatePerSecond: 14,
        baselineSeconds: 11,
        holdSeconds: 6,
        recoverySeconds: 8,
      },
    },
    play: (lab) => {
      const [first = ''] = begin(lab, {
        replicas: 2,
        hpa: { minReplicas: 2, maxReplicas: 2, current: 2, desired: 2 },
      });
      const isDown = changing(false);
      const service = replicasOf(lab, {
        slots: 8,
        takes: (pod) => lab.cluster.isReady(pod) || (pod === first && isDown.now()),
        onReplica: (pod) =>
          pod === first && isDown.now() ? failed(answers.albBadGateway, 'replicaRestarted') : scored,
      });
      return {
        score: ({ n }) =>
          n % 7 === 0 && (lab.seconds() < 7 || lab.seconds() > 21)
            ? failed(answers.albBadGateway, 'keepAliveRace')
            : service.score(),
        timeline: [
          [
            13,
            () => {
              isDown.set(true);
              lab.pods.end(first, 'Error', 139);
            },
          ],
          [13.4, () => lab.pods.restart(first)],
          [
            15.5,
            () => {
              isDown.set(false);
              lab.pods.becomeReady(first);
            },
          ],
        ],
      };
    },
  },
];
