import { answers } from '../lab/answers.ts';
import { failed } from '../lab/service.ts';
import type { Scenario, ScenarioConfig } from '../scenario.ts';
import { begin, hpaConfig, hpaView, replicasOf } from './play.ts';

/** Replicas that nobody scales, of a service whose cluster nobody may look into. */
const managed: ScenarioConfig = { cluster: undefined, target: { kind: 'kubernetes' } };

const tooMany = {
  ScalingLimited: {
    status: 'True',
    reason: 'TooManyReplicas',
    message: 'the desired replica count is more than the maximum replica count',
  },
};

/** 408 and 424, which few platforms give: each with causes that differ. */
export const codeScenarios: readonly Scenario[] = [
  {
    name: 'azureml managed: the model is slower than request_timeout_ms (408)',
    family: 'Azure ML',
    slots: 8,
    config: managed,
    play: (lab) => {
      begin(lab, { replicas: 4 });
      const service = replicasOf(lab, {
        slots: 8,
        serviceMs: () => (lab.seconds() > 7 && lab.seconds() < 12 ? 1_900 : 160),
        queueWaitMs: 5_000,
        timeoutMs: 1_500,
        timedOut: failed(answers.managedTimeout, 'modelSlowerThanTimeout'),
      });
      return { score: service.score };
    },
  },
  {
    name: 'azureml managed: run() raises for one request in five (424)',
    family: 'Azure ML',
    slots: 8,
    config: managed,
    play: (lab) => {
      begin(lab, { replicas: 4 });
      const service = replicasOf(lab, { slots: 8 });
      return {
        score: ({ n }) =>
          n % 5 === 0 && lab.seconds() > 3
            ? failed(answers.managedRunFailed, 'modelCrashed')
            : service.score(),
      };
    },
  },
  {
    name: 'azureml managed: the queue of the container is full (424), and nobody may look at its replicas',
    family: 'Azure ML',
    config: managed,
    play: (lab) => {
      begin(lab, { replicas: 2 });
      return {
        score: replicasOf(lab, { serviceMs: () => 300, turnedAway: answers.managedContainerFull }).score,
      };
    },
  },
  {
    name: 'ray serve: the model is slower than request_timeout_s (408)',
    family: 'other',
    slots: 16,
    config: hpaConfig({ minReplicas: 4, maxReplicas: 8 }),
    play: (lab) => {
      begin(lab, { replicas: 4, hpa: { minReplicas: 4, maxReplicas: 8, current: 4, desired: 4 } });
      const service = replicasOf(lab, {
        slots: 16,
        serviceMs: () => (lab.seconds() > 7 && lab.seconds() < 12 ? 2_100 : 150),
        queueWaitMs: 5_000,
        timeoutMs: 1_500,
        timedOut: failed(answers.rayTimeout, 'modelSlowerThanTimeout'),
      });
      return { score: service.score };
    },
  },
  {
    name: 'ray serve: at the maximum, requests wait until request_timeout_s cuts them (408)',
    family: 'other',
    config: hpaConfig({ maxReplicas: 2 }),
    play: (lab) => {
      begin(lab, { replicas: 2, hpa: { maxReplicas: 2, current: 2, desired: 2 } });
      const service = replicasOf(lab, {
        serviceMs: () => 300,
        // Nobody is turned away: each waits in the queue of a replica.
        queueWaitMs: 60_000,
        timeoutMs: 1_500,
        timedOut: failed(answers.rayTimeout, 'atMaxReplicas'),
      });
      const view = hpaView(2, { maxReplicas: 2, utilization: 180, conditions: tooMany });
      return { score: service.score, timeline: [[6, () => lab.cluster.hpa(view)]] };
    },
  },
  {
    name: 'text-generation-inference: generation fails for some inputs (424)',
    family: 'other',
    slots: 8,
    config: hpaConfig({ minReplicas: 3, maxReplicas: 7 }),
    play: (lab) => {
      begin(lab, { replicas: 3, hpa: { minReplicas: 3, maxReplicas: 7, current: 3, desired: 3 } });
      const service = replicasOf(lab, { slots: 8 });
      return {
        score: ({ n }) =>
          n % 5 === 0 && lab.seconds() > 3
            ? failed(answers.generationFailed, 'modelCrashed')
            : service.score(),
      };
    },
  },
];
