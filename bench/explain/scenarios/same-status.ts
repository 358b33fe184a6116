import { answers } from '../lab/answers.ts';
import type { Lab } from '../lab/lab.ts';
import { failed, scored } from '../lab/service.ts';
import type { Scenario } from '../scenario.ts';
import { azuremlConfig, begin, changing, hpaConfig, hpaView, replicasOf } from './play.ts';
import { rateLimit } from './rate-limit.ts';
import { readyBeforeLoaded } from './ready-before-loaded.ts';

const tooMany = {
  ScalingLimited: {
    status: 'True',
    reason: 'TooManyReplicas',
    message: 'the desired replica count is more than the maximum replica count',
  },
};

/** The HPA has seen by its next look that it would need more than it may ask for. */
const limitedAt = (lab: Lab, replicas: number) =>
  [
    6,
    () =>
      lab.cluster.hpa(hpaView(replicas, { maxReplicas: replicas, utilization: 170, conditions: tooMany })),
  ] as const;

/** A replica that ends while the others run: requests are sent to it until it is back. */
const crashOf = (lab: Lab, pod: string, isDown: { readonly set: (is: boolean) => void }) =>
  [
    [
      8,
      () => {
        isDown.set(true);
        lab.pods.end(pod, 'Error', 139);
      },
    ],
    [8.5, () => lab.pods.restart(pod)],
    [
      11,
      () => {
        isDown.set(false);
        lab.pods.becomeReady(pod);
      },
    ],
  ] as const;

/** Two causes that answer with one status in the same seconds. */
export const sameStatusScenarios: readonly Scenario[] = [
  {
    name: 'one status: istio at the maximum (503 after a wait) while connections of a crashed replica end (503 at once)',
    family: 'other',
    config: hpaConfig({ minReplicas: 3, maxReplicas: 3 }),
    play: (lab) => {
      const [first = ''] = begin(lab, {
        replicas: 3,
        hpa: { minReplicas: 3, maxReplicas: 3, current: 3, desired: 3 },
      });
      const isDown = changing(false);
      let n = 0;
      // The proxy goes on sending the dead replica its third, so the others have no more to do than before.
      const service = replicasOf(lab, { serviceMs: () => 320 });
      return {
        score: () => {
          n += 1;
          return isDown.now() && n % 3 === 0
            ? failed(answers.envoyReset, 'replicaRestarted')
            : service.score();
        },
        timeline: [limitedAt(lab, 3), ...crashOf(lab, first, isDown)],
      };
    },
  },
  {
    name: 'one status: a local rate limit (429 at once), and the full queue of the model at the maximum (429 after a wait)',
    family: 'other',
    config: hpaConfig({ maxReplicas: 2 }),
    play: (lab) => {
      begin(lab, { replicas: 2, hpa: { maxReplicas: 2, current: 2, desired: 2 } });
      const isWithin = rateLimit(10);
      const service = replicasOf(lab, { serviceMs: () => 320, turnedAway: answers.modelOverloaded });
      return {
        score: () => (isWithin() ? service.score() : failed(answers.envoyLimited, 'rateLimited')),
        timeline: [limitedAt(lab, 2)],
      };
    },
  },
  {
    name: 'one status: azureml v1, run() raises (502) while one of three replicas crashes (502)',
    family: 'Azure ML',
    slots: 8,
    config: azuremlConfig('v1', { minReplicas: 3, maxReplicas: 3 }),
    play: (lab) => {
      const [first = ''] = begin(lab, { replicas: 3 });
      const isDown = changing(false);
      const service = replicasOf(lab, {
        turnedAway: answers.feOverloaded,
        tellsServiceTime: true,
        slots: 8,
        takes: (pod) => lab.cluster.isReady(pod) || (pod === first && isDown.now()),
        onReplica: (pod) =>
          pod === first && isDown.now() ? failed(answers.feClosed, 'replicaRestarted') : scored,
      });
      return {
        score: ({ n }) =>
          n % 5 === 0 && lab.seconds() > 4 ? failed(answers.feRunFailed, 'modelCrashed') : service.score(),
        timeline: crashOf(lab, first, isDown),
      };
    },
  },
  {
    name: 'one status: nginx at the maximum, requests that wait and slow inputs are cut alike (504)',
    family: 'other',
    config: hpaConfig({ maxReplicas: 3 }),
    play: (lab) => {
      begin(lab, { replicas: 3, hpa: { maxReplicas: 3, current: 3, desired: 3 } });
      let n = 0;
      const service = replicasOf(lab, {
        serviceMs: () => 260,
        queueWaitMs: 60_000,
        timeoutMs: 1_200,
        timedOut: failed(answers.nginxTimeout, 'atMaxReplicas'),
      });
      // Some inputs run on a pool of their own, far longer than proxy_read_timeout.
      const slow = replicasOf(lab, {
        slots: 64,
        serviceMs: () => 1_900,
        timeoutMs: 1_200,
        timedOut: failed(answers.nginxTimeout, 'modelSlowerThanTimeout'),
      });
      return {
        score: () => {
          n += 1;
          return n % 6 === 0 ? slow.score() : service.score();
        },
        timeline: [limitedAt(lab, 3)],
      };
    },
  },
  {
    name: 'one status: triton, new replicas without their model (404), and an endpoint whose model is nowhere (404)',
    family: 'other',
    slots: 16,
    isForced: true,
    config: {
      ...hpaConfig({ minReplicas: 1, maxReplicas: 4 }),
      endpoints: [
        { name: 'right', share: 0.7 },
        { name: 'wrong', share: 0.3, path: '/v2/models/absent/infer' },
      ],
    },
    play: (lab) => {
      const { score, timeline } = readyBeforeLoaded(lab, 2);
      return {
        score: (request) =>
          request.path.includes('absent') ? failed(answers.modelNotFound, 'notAccepted') : score(),
        timeline,
      };
    },
  },
];
