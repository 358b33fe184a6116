import { answers } from '../lab/answers.ts';
import type { Lab } from '../lab/lab.ts';
import type { Scenario } from '../scenario.ts';
import { azuremlConfig, begin, grow, hpaConfig, hpaView, replicasOf } from './play.ts';

/** New replicas that come before anybody needs them. */
const arriveAt = (lab: Lab, atSecond: number, to: number, isHpa: boolean) =>
  [
    [
      atSecond,
      () => {
        for (const pod of grow(lab, to, isHpa ? { hpa: {} } : {})) {
          lab.pods.run(pod);
          lab.pods.becomeReady(pod);
        }
        if (isHpa) lab.cluster.hpa(hpaView(to, { utilization: 60 }));
      },
    ],
  ] as const;

/** Nothing is planted: replicas are enough for the step, whatever else goes on. */
export const healthyScenarios: readonly Scenario[] = [
  {
    name: 'healthy: azureml v1, more replicas come during the step',
    family: 'Azure ML',
    isHealthy: true,
    config: azuremlConfig('v1', { minReplicas: 6 }),
    play: (lab) => {
      begin(lab, { replicas: 6 });
      return {
        score: replicasOf(lab, { tellsServiceTime: true, queueWaitMs: 2_000 }).score,
        timeline: arriveAt(lab, 7, 8, false),
      };
    },
  },
  {
    name: 'healthy: azureml v2, at its maximum all the time',
    family: 'Azure ML',
    isHealthy: true,
    config: azuremlConfig('v2', { minReplicas: 6, maxReplicas: 6 }),
    play: (lab) => {
      begin(lab, { replicas: 6 });
      return { score: replicasOf(lab, { tellsServiceTime: true, queueWaitMs: 2_000 }).score };
    },
  },
  {
    name: 'healthy: hpa that scales out in time',
    family: 'other',
    slots: 4,
    isHealthy: true,
    config: hpaConfig(),
    play: (lab) => {
      begin(lab, { replicas: 4, hpa: { current: 4, desired: 4 } });
      return { score: replicasOf(lab, { slots: 4 }).score, timeline: arriveAt(lab, 8, 5, true) };
    },
  },
  {
    name: 'healthy: old restarts and a running rollout that drains',
    family: 'other',
    slots: 8,
    isHealthy: true,
    config: hpaConfig({ minReplicas: 3, maxReplicas: 4 }),
    play: (lab) => {
      const [first = ''] = begin(lab, { replicas: 3, hpa: { minReplicas: 3, current: 3, desired: 3 } });
      const longAgoMs = Date.now() - 7_200_000;
      lab.cluster.setPod(first, {
        restarts: 2,
        lastEnded: {
          reason: 'OOMKilled',
          exitCode: 137,
          startedAtMs: longAgoMs,
          finishedAtMs: longAgoMs + 60_000,
        },
      });
      return {
        score: replicasOf(lab, { slots: 8 }).score,
        timeline: [
          [6, lab.cluster.newRevision],
          [
            7,
            () => {
              const fresh = lab.cluster.makePod();
              lab.pods.schedule(fresh);
              lab.pods.run(fresh);
              lab.pods.becomeReady(fresh);
              lab.pods.terminate(first);
            },
          ],
          [9, () => lab.pods.gone(first)],
        ],
      };
    },
  },
  {
    name: 'healthy: a plain Service without an autoscaler',
    family: 'other',
    slots: 2,
    isHealthy: true,
    config: {
      autoscaler: { kind: 'fixed', replicas: 5 },
      target: { kind: 'kubernetes' },
    },
    play: (lab) => {
      begin(lab, { replicas: 5 });
      return { score: replicasOf(lab, { slots: 2, turnedAway: answers.serverBusy }).score };
    },
  },
];
