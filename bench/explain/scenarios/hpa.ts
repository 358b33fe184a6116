import type { Cause } from '../planted.ts';
import type { Scenario } from '../scenario.ts';
import { begin, changing, grow, hpaConfig, hpaView, replicasOf } from './play.ts';

const family = 'other';

/** An HPA that scales late, too little or not at all. The model server turns away what it has no slot for. */
export const hpaScenarios: readonly Scenario[] = [
  {
    name: 'hpa: its decision comes late, then replicas start',
    family,
    config: hpaConfig(),
    play: (lab) => {
      begin(lab, { replicas: 1, hpa: {} });
      const shortOf = changing<Cause>('waitingForDecision');
      const service = replicasOf(lab, { shortOf: shortOf.now });
      let fresh: string[] = [];
      return {
        score: service.score,
        timeline: [
          [
            9,
            () => {
              fresh = grow(lab, 4, { hpa: {} });
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
              lab.cluster.hpa(hpaView(4, { utilization: 65 }));
              service.drain();
            },
          ],
        ],
      };
    },
  },
  {
    name: 'hpa: a burst that is over before the rule can see it',
    family,
    config: {
      ...hpaConfig(),
      load: {
        scenario: 'spike',
        baselineRatePerSecond: 3,
        peakRatePerSecond: 16,
        baselineSeconds: 5,
        holdSeconds: 4,
        recoverySeconds: 8,
      },
    },
    play: (lab) => {
      begin(lab, { replicas: 1, hpa: {} });
      return { score: replicasOf(lab, { shortOf: () => 'minimumTooLow' }).score };
    },
  },
  {
    name: 'hpa: it has no metric',
    family,
    config: hpaConfig(),
    play: (lab) => {
      const why =
        'failed to get cpu utilization: missing request for cpu in container istio-proxy of Pod scoring-7d4b9c6f5d-x2v4q';
      begin(lab, {
        replicas: 1,
        hpa: {
          utilization: null,
          conditions: {
            AbleToScale: {
              status: 'True',
              reason: 'SucceededGetScale',
              message: "the HPA controller was able to get the target's current scale",
            },
            ScalingActive: {
              status: 'False',
              reason: 'FailedGetResourceMetric',
              message: `the HPA was unable to compute the replica count: ${why}`,
            },
          },
        },
      });
      return {
        score: replicasOf(lab, { shortOf: () => 'autoscalerBlind' }).score,
        timeline: [
          [
            6,
            () =>
              lab.cluster.event('HorizontalPodAutoscaler/scoring', {
                type: 'Warning',
                reason: 'FailedComputeMetricsReplicas',
                message: `invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${why}`,
                component: 'horizontal-pod-autoscaler',
              }),
          ],
        ],
      };
    },
  },
  {
    name: 'hpa: the live object allows 2, the config says 5',
    family,
    config: hpaConfig(),
    play: (lab) => {
      const conditions = {
        ScalingLimited: {
          status: 'True',
          reason: 'TooManyReplicas',
          message: 'the desired replica count is more than the maximum replica count',
        },
      };
      begin(lab, { replicas: 2, hpa: { maxReplicas: 2 } });
      return {
        score: replicasOf(lab, { serviceMs: () => 300 }).score,
        timeline: [[6, () => lab.cluster.hpa(hpaView(2, { maxReplicas: 2, utilization: 190, conditions }))]],
      };
    },
  },
  {
    name: 'hpa: no node has CPU for new replicas',
    family,
    config: hpaConfig(),
    play: (lab) => {
      begin(lab, { replicas: 1, hpa: {} });
      const shortOf = changing<Cause>('waitingForDecision');
      const message =
        '0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s). preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.';
      return {
        score: replicasOf(lab, { shortOf: shortOf.now }).score,
        timeline: [
          [
            7,
            () => {
              for (const pod of grow(lab, 5, { hpa: {}, isScheduled: false }))
                lab.pods.cantSchedule(pod, message);
              shortOf.set('unschedulable');
            },
          ],
        ],
      };
    },
  },
  {
    name: 'hpa: the image of new replicas is gone',
    family,
    config: hpaConfig(),
    play: (lab) => {
      begin(lab, { replicas: 1, hpa: {} });
      const shortOf = changing<Cause>('waitingForDecision');
      let fresh: string[] = [];
      return {
        score: replicasOf(lab, { shortOf: shortOf.now }).score,
        timeline: [
          [
            7,
            () => {
              fresh = grow(lab, 3, { hpa: {} });
              shortOf.set('imagePull');
            },
          ],
          [
            8,
            () => {
              for (const pod of fresh)
                lab.pods.cantPull(
                  pod,
                  'rpc error: code = NotFound desc = failed to resolve reference: not found',
                );
            },
          ],
        ],
      };
    },
  },
  {
    name: 'hpa: the startup probe ends every new replica',
    family,
    config: hpaConfig(),
    play: (lab) => {
      begin(lab, { replicas: 1, hpa: {} });
      const shortOf = changing<Cause>('waitingForDecision');
      let fresh: string[] = [];
      const all = (act: (pod: string) => void) => () => {
        for (const pod of fresh) act(pod);
      };
      const refused =
        'Get "http://10.244.1.17:8000/health": dial tcp 10.244.1.17:8000: connect: connection refused';
      return {
        score: replicasOf(lab, { shortOf: shortOf.now }).score,
        timeline: [
          [
            6.5,
            () => {
              fresh = grow(lab, 3, { hpa: {} });
              shortOf.set('cannotBecomeReady');
            },
          ],
          [7, all(lab.pods.run)],
          [8, all((pod) => lab.pods.probeFails(pod, 'Startup', refused))],
          [9, all((pod) => lab.pods.killedByProbe(pod, 'Startup'))],
          [9.2, all(lab.pods.restart)],
          [12, all((pod) => lab.pods.killedByProbe(pod, 'Startup'))],
          [12.2, all((pod) => lab.pods.backOff(pod))],
        ],
      };
    },
  },
  {
    name: 'hpa: GitOps sets the replicas back',
    family,
    config: hpaConfig(),
    play: (lab) => {
      const [, ...others] = begin(lab, { replicas: 3, hpa: { current: 3, desired: 3, utilization: 66 } });
      const shortOf = changing<Cause>('atMaxReplicas');
      return {
        score: replicasOf(lab, { shortOf: shortOf.now }).score,
        timeline: [
          [
            7,
            () => {
              shortOf.set('replicasChangedByOthers');
              lab.cluster.wants(1);
              for (const pod of others) lab.pods.terminate(pod);
            },
          ],
          [8, () => others.forEach(lab.pods.gone)],
        ],
      };
    },
  },
];
