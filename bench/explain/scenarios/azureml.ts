import { answers } from '../lab/answers.ts';
import type { Lab } from '../lab/lab.ts';
import { failed, scored } from '../lab/service.ts';
import type { Cause } from '../planted.ts';
import type { Scenario } from '../scenario.ts';
import { azuremlConfig, begin, changing, grow, replicasOf } from './play.ts';

const fe = { turnedAway: answers.feOverloaded, nobody: answers.feNoReady, tellsServiceTime: true };
const family = 'Azure ML';

/** The replicas run and get ready; what waits goes to them. */
const arrive = ({ pods }: Lab, names: readonly string[], service: { readonly drain: () => void }): void => {
  for (const name of names) {
    pods.run(name);
    pods.becomeReady(name);
  }
  service.drain();
};

/** Behind azureml-fe, of both versions. */
export const azuremlScenarios: readonly Scenario[] = [
  {
    name: 'azureml v1: queue full while replicas start',
    family,
    config: azuremlConfig('v1'),
    play: (lab) => {
      begin(lab, { replicas: 1 });
      const shortOf = changing<Cause>('waitingForDecision');
      const service = replicasOf(lab, { ...fe, shortOf: shortOf.now });
      let fresh: string[] = [];
      return {
        score: service.score,
        timeline: [
          [
            6.5,
            () => {
              fresh = grow(lab, 4);
              shortOf.set('replicasStarting');
            },
          ],
          [12, () => arrive(lab, fresh, service)],
        ],
      };
    },
  },
  {
    name: 'azureml v2: at the maximum',
    family,
    config: azuremlConfig('v2', { minReplicas: 2, maxReplicas: 2 }),
    play: (lab) => {
      begin(lab, { replicas: 2 });
      return { score: replicasOf(lab, { ...fe, serviceMs: () => 300 }).score };
    },
  },
  {
    name: 'azureml v1: run() raises for one request in six',
    family,
    config: azuremlConfig('v1', { minReplicas: 4, maxReplicas: 4 }),
    play: (lab) => {
      begin(lab, { replicas: 4 });
      const service = replicasOf(lab, fe);
      return {
        score: ({ n }) =>
          n % 6 === 0 && lab.seconds() > 4 ? failed(answers.feRunFailed, 'modelCrashed') : service.score(),
      };
    },
  },
  {
    name: 'azureml v2: 500 with run() failed',
    family,
    config: azuremlConfig('v2', { minReplicas: 4, maxReplicas: 4 }),
    play: (lab) => {
      begin(lab, { replicas: 4 });
      const service = replicasOf(lab, fe);
      return {
        score: ({ n }) =>
          n % 5 === 0 && lab.seconds() > 4 ? failed(answers.runFailed, 'modelCrashed') : service.score(),
      };
    },
  },
  {
    name: 'azureml v2: slower than the timeout of 1.5 s',
    family,
    slots: 8,
    config: azuremlConfig('v2', { minReplicas: 8, maxReplicas: 8 }),
    play: (lab) => {
      begin(lab, { replicas: 8 });
      const service = replicasOf(lab, {
        ...fe,
        serviceMs: () => (lab.seconds() > 6 && lab.seconds() < 11 ? 1_900 : 180),
        queueWaitMs: 5_000,
        slots: 8,
        timeoutMs: 1_500,
        timedOut: failed(answers.feTimeout, 'modelSlowerThanTimeout'),
      });
      return { score: service.score };
    },
  },
  {
    name: 'azureml v1: the only replica is OOMKilled under load',
    family,
    slots: 8,
    config: azuremlConfig('v1'),
    play: (lab) => {
      const [pod = ''] = begin(lab, { replicas: 1 });
      const service = replicasOf(lab, {
        ...fe,
        slots: 8,
        nobodyBecause: () => 'replicaRestarted',
        onReplica: () => (lab.cluster.isReady(pod) ? scored : failed(answers.feClosed, 'replicaRestarted')),
      });
      return {
        score: service.score,
        timeline: [
          [7, () => lab.pods.end(pod, 'OOMKilled', 137)],
          [8, () => lab.pods.restart(pod)],
          [11, () => lab.pods.becomeReady(pod)],
        ],
      };
    },
  },
  {
    name: 'azureml v2: init() fails in every new replica',
    family,
    config: azuremlConfig('v2'),
    play: (lab) => {
      begin(lab, { replicas: 1 });
      const shortOf = changing<Cause>('waitingForDecision');
      const service = replicasOf(lab, { ...fe, shortOf: shortOf.now });
      let fresh: string[] = [];
      const all = (act: (pod: string) => void) => () => {
        for (const pod of fresh) act(pod);
      };
      return {
        score: service.score,
        timeline: [
          [
            6.5,
            () => {
              fresh = grow(lab, 3);
              shortOf.set('cannotBecomeReady');
            },
          ],
          [7.2, all(lab.pods.run)],
          [8, all((pod) => lab.pods.end(pod, 'Error', 3))],
          [8.3, all(lab.pods.restart)],
          [9, all((pod) => lab.pods.end(pod, 'Error', 3))],
          [9.1, all((pod) => lab.pods.backOff(pod))],
        ],
      };
    },
  },
  {
    name: 'azureml v1: no GPU is left for new replicas',
    family,
    config: azuremlConfig('v1'),
    play: (lab) => {
      begin(lab, { replicas: 1 });
      const shortOf = changing<Cause>('waitingForDecision');
      const message =
        '0/3 nodes are available: 3 Insufficient nvidia.com/gpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.';
      return {
        score: replicasOf(lab, { ...fe, shortOf: shortOf.now }).score,
        timeline: [
          [
            6.5,
            () => {
              for (const pod of grow(lab, 3, { isScheduled: false })) lab.pods.cantSchedule(pod, message);
              shortOf.set('unschedulable');
            },
          ],
        ],
      };
    },
  },
  {
    name: 'azureml v1: no replica is ready from the beginning, and nothing says why',
    family,
    slots: 8,
    isForced: true,
    config: azuremlConfig('v1', { minReplicas: 2, maxReplicas: 2 }),
    play: (lab) => {
      const names = begin(lab, { replicas: 2 });
      const longAgoMs = Date.now() - 1_800_000;
      for (const name of names) lab.cluster.setPod(name, { ready: false, readyChangedAtMs: longAgoMs });
      const service = replicasOf(lab, { ...fe, slots: 8, nobodyBecause: () => 'noReadyReplicas' });
      return {
        score: service.score,
        timeline: [
          [
            9,
            () => {
              for (const name of names) lab.cluster.setPod(name, { ready: true });
            },
          ],
        ],
      };
    },
  },
  {
    name: 'azureml v1: both replicas stop being ready, and come back',
    family,
    slots: 8,
    config: azuremlConfig('v1', { minReplicas: 2, maxReplicas: 2 }),
    play: (lab) => {
      const names = begin(lab, { replicas: 2 });
      const service = replicasOf(lab, { ...fe, slots: 8, nobodyBecause: () => 'replicaRestarted' });
      const all = (isReady: boolean) => () => {
        for (const name of names) lab.cluster.setPod(name, { ready: isReady });
      };
      return {
        score: service.score,
        timeline: [
          [7, all(false)],
          [11, all(true)],
        ],
      };
    },
  },
  {
    name: 'azureml v2: its infrastructure fails (500)',
    family,
    config: azuremlConfig('v2', { minReplicas: 4, maxReplicas: 4 }),
    play: (lab) => {
      begin(lab, { replicas: 4 });
      const service = replicasOf(lab, fe);
      const answer = {
        status: 500,
        headers: { 'content-type': 'text/plain' },
        body: 'Internal Server Error',
      };
      return {
        score: ({ n }) =>
          n % 3 === 0 && lab.seconds() > 6 && lab.seconds() < 11
            ? failed(answer, 'platformFailed')
            : service.score(),
      };
    },
  },
  {
    name: 'azureml v1: utilization stays below the target, the queue wait is short',
    family,
    config: { ...azuremlConfig('v1', { minReplicas: 4, maxReplicas: 10 }), router: { queueWaitMs: 10 } },
    play: (lab) => {
      begin(lab, { replicas: 4 });
      const service = replicasOf(lab, {
        ...fe,
        serviceMs: () => 160,
        queueWaitMs: 10,
        shortOf: () => 'autoscalerSatisfied',
      });
      return { score: service.score };
    },
  },
  {
    name: 'azureml v2: a second autoscaler takes replicas away',
    family,
    config: azuremlConfig('v2'),
    play: (lab) => {
      const names = begin(lab, { replicas: 4 });
      const shortOf = changing<Cause>('atMaxReplicas');
      const service = replicasOf(lab, { ...fe, shortOf: shortOf.now });
      return {
        score: service.score,
        timeline: [
          [
            7,
            () => {
              // An HPA that someone left beside azureml-fe: it asks for one, whatever the router does.
              lab.cluster.hpa({
                minReplicas: 1,
                maxReplicas: 3,
                current: 4,
                desired: 1,
                utilization: 9,
                target: 80,
              });
              lab.cluster.event('HorizontalPodAutoscaler/scoring', {
                type: 'Normal',
                reason: 'SuccessfulRescale',
                message: 'New size: 1; reason: All metrics below target',
                component: 'horizontal-pod-autoscaler',
              });
              shortOf.set('replicasChangedByOthers');
              lab.cluster.wants(1);
              for (const name of names.slice(1)) lab.pods.terminate(name);
            },
          ],
          [8, () => names.slice(1).forEach(lab.pods.gone)],
        ],
      };
    },
  },
];
