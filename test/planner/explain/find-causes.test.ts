import { describe, expect, it } from 'vitest';
import type { ClusterLine } from '../../../runs/schema/cluster-series.ts';
import type { Fact } from '../../../runs/schema/result/findings.ts';
import { deploymentLine, podLine } from '../../builders/cluster.ts';
import { spikeConfig } from '../../builders/run.ts';
import {
  at,
  cpuSeen,
  eventLine,
  explained,
  failing,
  fine,
  hpaLine,
  oneReplica,
  onKubernetes,
} from '../../builders/situation.ts';

/** 12 of 20 requests of the seconds 10 to 19 are turned away after the queue wait. */
const turnedAway = (second: number) =>
  second >= 10 && second < 20 ? failing(second, '503', 12, 505) : fine(second);
/** All of the 20 seconds at the peak. */
const throughout = (second: number) =>
  second >= 10 && second < 30 ? failing(second, '503', 12, 505) : fine(second);
const all = { total: 120, throughout: 240 };

const podsFrom = (
  second: number,
  names: readonly string[],
  change: Partial<Parameters<typeof podLine>[0]> = {},
) =>
  names.map((name) => podLine({ atMs: at(second), name, ready: false, createdAtMs: at(second), ...change }));

describe('requests that were turned away', () => {
  it('waited for a decision until more replicas were asked for, then for their start', () => {
    const { requests } = explained({
      ended: turnedAway,
      cluster: [
        ...oneReplica,
        deploymentLine({ atMs: at(12.2), desired: 3, ready: 1 }),
        ...podsFrom(12.3, ['b', 'c']),
      ],
    });
    // Requests of second 11 that are refused half a second later are refused partly after the decision.
    expect(requests).toEqual({ waitingForDecision: 18, replicasStarting: 102 });
  });

  /** 20 requests/s of half a second need ten replicas; one is ready. */
  const tooFewWanted = (wanted: readonly (readonly [second: number, desired: number])[]) =>
    explained({
      ended: (second) => ({ ...turnedAway(second), '200': [turnedAway(second)['200']![0], 500] }),
      inFlight: (second) => (second < 10 ? 0 : 10),
      cluster: [
        ...oneReplica,
        ...wanted.map(([second, desired]) => deploymentLine({ atMs: at(second), desired, ready: 1 })),
        ...podsFrom(9, ['b', 'c']),
      ],
    });

  it('waited for the start of as many as were asked for, and for a decision on those that lacked beyond them', () => {
    const { requests, findings } = tooFewWanted([
      [9, 3],
      [20.2, 10],
    ]);
    // Two of the nine that are lacking are on their way.
    expect(requests).toEqual({ waitingForDecision: 90, replicasStarting: 30 });
    expect(findings[0]!.evidence.find(({ code }) => code === 'replicas')!.numbers).toMatchObject({
      desired: 3,
      ready: 1,
    });
  });

  it('waited for the start of those on their way, too few as they were, where no more were asked for at all', () => {
    const { requests, findings } = tooFewWanted([[9, 3]]);
    expect(requests).toEqual({ replicasStarting: 120 });
    const codes = findings[0]!.evidence.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)]);
  });

  it('waited for the start alone where those on their way are nearly as many as are lacking', () => {
    const { requests } = tooFewWanted([
      [9, 9],
      [20.2, 10],
    ]);
    expect(requests).toEqual({ replicasStarting: 120 });
  });

  it('are told with the replicas and the slots of one second, that of the most requests in flight', () => {
    const { findings } = explained({
      ended: turnedAway,
      inFlight: (second) => (second === 14 ? 20 : 10),
      cluster: [
        ...oneReplica,
        deploymentLine({ atMs: at(11.2), desired: 3, ready: 1 }),
        ...podsFrom(11.3, ['b', 'c']),
        podLine({ atMs: at(16), name: 'b', createdAtMs: at(11.3), readyAtMs: at(16) }),
      ],
    });
    const { evidence } = findings.find(({ cause }) => cause === 'replicasStarting')!;
    const told = evidence.filter(({ code }) => code === 'replicas' || code === 'inFlight');
    expect(told.map(({ fromSecond, toSecond, numbers }) => ({ fromSecond, toSecond, ...numbers }))).toEqual([
      { fromSecond: 14, toSecond: 14, desired: 3, ready: 1, pending: 2, maxReplicas: 4 },
      { fromSecond: 14, toSecond: 14, inFlight: 20, slots: 1 },
    ]);
  });

  it('met the maximum of the live object, whatever the config says', () => {
    const { requests, findings } = explained({
      config: { ...onKubernetes, autoscaler: { ...onKubernetes.autoscaler, maxReplicas: 9 } },
      ended: throughout,
      cluster: [...oneReplica, hpaLine({ maxReplicas: 1 })],
    });
    expect(requests).toEqual({ atMaxReplicas: all.throughout });
    expect(findings[0]!.remedies).toEqual(['raiseMax']);
    expect(findings[0]!.evidence.find(({ code }) => code === 'replicas')!.numbers['maxReplicas']).toBe(1);
  });

  it('met the maximum of the config where no live object says another', () => {
    expect(
      explained({
        config: { ...onKubernetes, autoscaler: { ...onKubernetes.autoscaler, maxReplicas: 1 } },
        ended: throughout,
      }).requests,
    ).toEqual({ atMaxReplicas: all.throughout });
  });

  it('are charged to a target that is too high only where utilization was measured below it', () => {
    const below = explained({
      config: onKubernetes,
      ended: throughout,
      cluster: [
        ...oneReplica,
        hpaLine({ currentMetrics: cpuSeen(40) }),
        hpaLine({ atMs: at(12), currentMetrics: cpuSeen(52) }),
      ],
    });
    expect(below.requests).toEqual({ autoscalerSatisfied: all.throughout });
    expect(below.findings[0]!.remedies).toEqual(['lowerTarget']);
    const utilization = below.findings[0]!.evidence.find(({ code }) => code === 'utilization')!;
    expect(utilization.numbers).toEqual({ share: expect.closeTo(0.52), target: 0.7 });
    expect(utilization.n).toBe(2);
    const quick = { ...onKubernetes.autoscaler, syncPeriodSeconds: 5, metricsResolutionSeconds: 5 };
    const unmeasured = explained({
      config: { ...onKubernetes, autoscaler: quick },
      ended: throughout,
      cluster: [...oneReplica, hpaLine()],
    });
    expect(unmeasured.requests).toEqual({ cantTell: all.throughout });
    expect(unmeasured.findings[0]).toMatchObject({ remedies: [], wouldTell: ['utilization', 'answerBody'] });
  });

  const lostFrom = (resource: string, fromSecond: number): ClusterLine[] => [
    ...oneReplica,
    hpaLine({ atMs: at(12), currentMetrics: cpuSeen(40) }),
    { kind: 'gap', atMs: at(35), resource, fromMs: at(fromSecond), toMs: at(35), reason: 'not logged in' },
    { kind: 'unknown', atMs: at(35), resource, reason: 'not logged in' },
  ];

  it.each(['horizontalpodautoscalers', 'deployments', 'pods'])(
    'are charged to no autoscaler that saw no need where the %s were not seen to their end',
    (resource) => {
      const causes = (fromSecond: number) =>
        Object.keys(
          explained({ config: onKubernetes, ended: throughout, cluster: lostFrom(resource, fromSecond) })
            .requests,
        );
      expect(causes(33)).toEqual(['autoscalerSatisfied']);
      expect(causes(24)).not.toContain('autoscalerSatisfied');
    },
  );

  it.each(['deployments', 'pods'])(
    'are no burst that was too short where the %s were not seen',
    (resource) => {
      const burst = (second: number) =>
        second >= 10 && second < 14 ? failing(second, '503', 12, 505) : fine(second);
      const requests = (fromSecond: number) =>
        explained({ config: onKubernetes, ended: burst, cluster: lostFrom(resource, fromSecond) }).requests;
      expect(requests(20)).toMatchObject({ autoscalerSatisfied: 48 });
      expect(requests(13)).toEqual({ cantTell: 48 });
    },
  );

  it('are no matter of the autoscaler in a burst that is over before it can look', () => {
    const burst = (second: number) =>
      second >= 10 && second < 14 ? failing(second, '503', 12, 505) : fine(second);
    const cluster = [...oneReplica, hpaLine({ currentMetrics: cpuSeen(95) })];
    const { requests, findings } = explained({ config: onKubernetes, ended: burst, cluster });
    expect(requests).toEqual({ minimumTooLow: 48 });
    expect(findings[0]!.remedies).toEqual(['raiseMin']);
  });

  it('are not said to have met full replicas where a third of the slots was free', () => {
    const burst = (second: number) =>
      second >= 10 && second < 14 ? failing(second, '503', 12, 148) : fine(second);
    const withSlots = { ...onKubernetes, target: { ...onKubernetes.target, slotsPerReplica: 8 } };
    const cluster = [...oneReplica, hpaLine({ currentMetrics: cpuSeen(95) })];
    const withInFlight = (requests: number) =>
      explained({ config: withSlots, ended: burst, cluster, inFlight: () => requests }).requests;
    expect(withInFlight(8)).toEqual({ minimumTooLow: 48 });
    expect(withInFlight(5)).toEqual({ cantTell: 48 });
  });

  it('say nothing of a target that the HPA had measured before the burst', () => {
    const burst = (second: number) =>
      second >= 10 && second < 14 ? failing(second, '503', 12, 505) : fine(second);
    const cluster = [...oneReplica, hpaLine({ currentMetrics: cpuSeen(40) })];
    expect(explained({ config: onKubernetes, ended: burst, cluster }).requests).toEqual({
      minimumTooLow: 48,
    });
  });

  it('are charged to nothing known where replicas have run for long and were never ready', () => {
    const stuck = podLine({
      atMs: at(-5),
      name: 'a',
      ready: false,
      startedAtMs: at(-1_800),
      readyAtMs: null,
    });
    const cluster = [deploymentLine({ atMs: at(-5), desired: 1, ready: 0 }), stuck];
    const { requests } = explained({ config: onKubernetes, ended: throughout, cluster });
    expect(requests).toEqual({ noReadyReplicas: all.throughout });
  });

  it('are charged to the HPA that takes replicas away beside azureml-fe', () => {
    const cluster = [
      deploymentLine({ atMs: at(-5), desired: 4 }),
      ...['a', 'b', 'c', 'd'].map((name) => podLine({ atMs: at(-5), name })),
      hpaLine({ atMs: at(8), minReplicas: 1, currentReplicas: 4, desiredReplicas: 1 }),
      deploymentLine({ atMs: at(9), desired: 1 }),
      ...['b', 'c', 'd'].map((name) => podLine({ atMs: at(9), name, ready: false, terminating: true })),
    ];
    const autoscaler = { kind: 'azureml-v2', minReplicas: 1, maxReplicas: 10 };
    const { requests } = explained({ config: { ...spikeConfig, autoscaler }, ended: throughout, cluster });
    expect(Object.keys(requests)).toEqual(['replicasChangedByOthers']);
  });

  it('are charged to what the autoscaler says it lacks', () => {
    const conditions = [
      {
        type: 'ScalingActive',
        status: 'False',
        reason: 'FailedGetResourceMetric',
        message: 'no metrics known',
      },
    ];
    const { requests, findings } = explained({
      config: onKubernetes,
      ended: throughout,
      cluster: [...oneReplica, hpaLine({ conditions })],
    });
    expect(requests).toEqual({ autoscalerBlind: all.throughout });
    expect(findings[0]!.remedies).not.toContain('lowerTarget');
  });

  it('are charged to an autoscaler that is paused, or switched off', () => {
    const { object } = hpaLine();
    const paused = hpaLine({
      object: { ...object!, annotations: { 'autoscaling.keda.sh/paused-replicas': '1' } },
    });
    const disabled = { type: 'ScalingActive', status: 'False', reason: 'ScalingDisabled', message: '' };
    for (const line of [paused, hpaLine({ conditions: [disabled] })])
      expect(
        explained({ config: onKubernetes, ended: throughout, cluster: [...oneReplica, line] }).requests,
      ).toEqual({
        scalingOff: all.throughout,
      });
  });

  it('tell the autoscaler’s own reason for waiting', () => {
    const conditions = [
      {
        type: 'ScalingLimited',
        status: 'True',
        reason: 'ScaleUpLimit',
        message: 'the desired replica count is increasing faster than the maximum scale rate',
      },
    ];
    const { requests, findings } = explained({
      config: onKubernetes,
      ended: turnedAway,
      cluster: [
        ...oneReplica,
        hpaLine({ conditions }),
        deploymentLine({ atMs: at(20.5), desired: 3, ready: 1 }),
      ],
    });
    expect(requests).toEqual({ waitingForDecision: all.total });
    expect(findings[0]!.evidence.flatMap(({ quotes }) => quotes)).toContainEqual(
      expect.stringMatching(/ScaleUpLimit/),
    );
  });

  it('can’t be told without a look at the cluster', () => {
    const { requests, findings } = explained({ ended: turnedAway, cluster: [] });
    expect(requests).toEqual({ cantTell: all.total });
    expect(findings[0]!.wouldTell).toContain('clusterAccess');
    expect(findings[0]!.evidence.map(({ file }) => file)).not.toContain('cluster.ndjson');
  });

  it('share a second among what keeps the missing replicas', () => {
    const message = '0/2 nodes are available: 2 Insufficient nvidia.com/gpu.';
    const { causeBySecond, requests, findings } = explained({
      ended: (second) => (second === 15 ? failing(15, '503', 12, 505) : fine(second)),
      cluster: [
        ...oneReplica,
        deploymentLine({ atMs: at(11), desired: 4, ready: 1 }),
        ...podsFrom(11.2, ['b', 'c'], { unschedulableMessage: message, node: null }),
        ...podsFrom(11.2, ['d']),
      ],
    });
    expect(requests).toEqual({ unschedulable: 8, replicasStarting: 4 });
    expect(causeBySecond).toEqual([
      { second: 15, outcome: '503', requests: 8, cause: 'unschedulable' },
      { second: 15, outcome: '503', requests: 4, cause: 'replicasStarting' },
    ]);
    expect(findings[0]!.remedies).toEqual(['addNodes', 'changeNodeSku', 'lowerRequest']);
  });

  it('wait for an image that can’t be pulled', () => {
    const { requests, findings } = explained({
      ended: turnedAway,
      cluster: [
        ...oneReplica,
        deploymentLine({ atMs: at(9.5), desired: 2, ready: 1 }),
        ...podsFrom(9.6, ['b'], { waitingReason: 'ContainerCreating' }),
        ...podsFrom(14, ['b'], { createdAtMs: at(9.6), waitingReason: 'ImagePullBackOff' }),
        eventLine({
          atMs: at(14),
          objectName: 'b',
          reason: 'Failed',
          message: 'Failed to pull image "x": not found',
        }),
      ],
    });
    expect(requests).toEqual({ imagePull: all.total });
    expect(findings[0]!.evidence.flatMap(({ quotes }) => quotes)).toContain('ImagePullBackOff');
  });

  it('waited for the start of a pod, not for one of the same name that was taken back before', () => {
    const gone = { ready: false, terminating: true, deleted: true };
    const { requests } = explained({
      ended: (second) => (second === 15 ? failing(15, '503', 12, 505) : fine(second)),
      cluster: [
        ...oneReplica,
        deploymentLine({ atMs: at(-4), desired: 2 }),
        podLine({ atMs: at(-4), name: 'b', createdAtMs: at(-90) }),
        deploymentLine({ atMs: at(2), desired: 1 }),
        podLine({ atMs: at(2.5), name: 'b', createdAtMs: at(-90), ...gone }),
        deploymentLine({ atMs: at(11), desired: 2, ready: 1 }),
        ...podsFrom(11.2, ['b']),
      ],
    });
    expect(requests).toEqual({ replicasStarting: 12 });
  });

  it('are not helped by more replicas that fail in init()', () => {
    const { requests, findings } = explained({
      ended: turnedAway,
      cluster: [
        ...oneReplica,
        deploymentLine({ atMs: at(9.5), desired: 2, ready: 1 }),
        ...podsFrom(9.6, ['b']),
        ...podsFrom(13, ['b'], {
          createdAtMs: at(9.6),
          restarts: 1,
          lastTerminatedReason: 'Error',
          lastExitCode: 3,
          waitingReason: 'CrashLoopBackOff',
        }),
      ],
    });
    expect(requests).toEqual({ cannotBecomeReady: all.total });
    expect(findings[0]!.remedies).toEqual(['fixInit']);
  });

  it('may not be made at all, by a quota', () => {
    const { requests } = explained({
      ended: turnedAway,
      cluster: [
        ...oneReplica,
        deploymentLine({ atMs: at(9.5), desired: 2, ready: 1 }),
        eventLine({
          atMs: at(9.6),
          objectKind: 'ReplicaSet',
          objectName: 'demo-1',
          reason: 'FailedCreate',
          message:
            'pods "demo-1-x" is forbidden: exceeded quota: compute, requested: cpu=1, used: cpu=4, limited: cpu=4',
        }),
      ],
    });
    expect(requests).toEqual({ unschedulable: all.total });
  });

  it('miss replicas that something else took away', () => {
    const { requests, findings } = explained({
      config: onKubernetes,
      ended: turnedAway,
      cluster: [
        deploymentLine({ atMs: at(-5), desired: 3, replicasKeptBy: ['argocd.argoproj.io/instance'] }),
        ...['a', 'b', 'c'].map((name) => podLine({ atMs: at(-5), name })),
        hpaLine({ desiredReplicas: 3, currentReplicas: 3 }),
        deploymentLine({ atMs: at(4), desired: 1, replicasKeptBy: ['argocd.argoproj.io/instance'] }),
        ...['b', 'c'].map((name) =>
          podLine({ atMs: at(4.5), name, ready: false, terminating: true, deleted: true }),
        ),
      ],
    });
    expect(requests).toEqual({ replicasChangedByOthers: all.total });
    expect(findings[0]!.evidence.find(({ code }) => code === 'desiredMoved')!.numbers).toEqual({
      from: 3,
      to: 1,
    });
  });

  it('are a fault of the generator where slots were idle and the wait is beyond any queue', () => {
    const { requests } = explained({
      ended: (second) => (second === 15 ? failing(15, '503', 8, 2800) : fine(second)),
      cluster: [
        deploymentLine({ atMs: at(-5), desired: 9 }),
        ...Array.from({ length: 9 }, (_, i) => podLine({ atMs: at(-5), name: `p${i}` })),
      ],
      inFlight: () => 1,
    });
    expect(requests).toEqual({ generator: 8 });
  });

  it('are a fault of the generator in a second in which it stood still', () => {
    const { requests, findings } = explained({
      ended: (second) => (second === 15 ? failing(15, '503', 8, 505) : fine(second)),
      stalls: [{ kind: 'stall', seq: 0, generator: 'local', fromMs: at(14.2), toMs: at(15.1) }],
    });
    expect(requests).toEqual({ generator: 8 });
    expect(findings[0]!.evidence.find(({ code }) => code === 'generator')!.numbers['stalledMs']).toBe(900);
  });
});

describe('a replica that goes away', () => {
  const crash = [
    ...oneReplica,
    podLine({
      atMs: at(15),
      name: 'a',
      ready: false,
      restarts: 1,
      lastTerminatedReason: 'OOMKilled',
      lastExitCode: 137,
    }),
    podLine({ atMs: at(18), name: 'a', restarts: 1, lastTerminatedReason: 'OOMKilled', lastExitCode: 137 }),
  ];
  const broken =
    (outcome: string, latencyMs = 5) =>
    (second: number) =>
      second >= 15 && second < 18 ? failing(second, outcome, 20, latencyMs) : fine(second);

  it.each(['502', 'reset', 'refused', '503'])('explains each %s while it is away', (outcome) => {
    const { requests, findings } = explained({
      config: onKubernetes,
      ended: broken(outcome),
      cluster: crash,
    });
    expect(requests).toEqual({ replicaRestarted: 60 });
    expect(findings[0]!.remedies).toEqual(['raiseMemory']);
  });

  it.each([
    ['takes 100 ms to see that it is gone', 100, ['replicaRestarted']],
    ['has a queue that turns requests away after 150 ms', 100, ['replicaRestarted', 'minimumTooLow']],
  ] as const)(
    'explains 503s of a front end that %s, by the limit of its queue',
    (name, latencyMs, causes) => {
      const two = [
        podLine({ atMs: at(-5), name: 'a' }),
        podLine({ atMs: at(-5), name: 'b' }),
        deploymentLine({ atMs: at(-5), desired: 2, ready: 2 }),
        podLine({ atMs: at(15.3), name: 'a', ready: false, restarts: 1, lastTerminatedReason: 'Error' }),
        deploymentLine({ atMs: at(15.3), desired: 2, ready: 1 }),
        podLine({ atMs: at(15.9), name: 'a', restarts: 1, lastTerminatedReason: 'Error' }),
        deploymentLine({ atMs: at(15.9), desired: 2, ready: 2 }),
      ];
      const { requests } = explained({
        config: name.includes('queue') ? { ...onKubernetes, router: { queueWaitMs: 150 } } : onKubernetes,
        ended: (second) => (second === 15 ? failing(second, '503', 8, latencyMs) : fine(second)),
        cluster: two,
        inFlight: () => 9,
      });
      expect(Object.keys(requests)).toEqual(causes);
    },
  );

  it('explains what the others could not take for it', () => {
    const two = [
      ...crash,
      podLine({ atMs: at(-5), name: 'b' }),
      deploymentLine({ atMs: at(-5), desired: 2 }),
    ];
    const { requests } = explained({ ended: broken('503', 505), cluster: two, inFlight: () => 9 });
    expect(requests).toEqual({ replicaRestarted: 60 });
  });

  const lost = (ended: (second: number) => ReturnType<typeof fine>, says = {}) =>
    explained({
      config: onKubernetes,
      ended,
      says,
      inFlight: (second) => (second < 10 ? 1 : second >= 15 && second < 18 ? 9 : 2),
      cluster: [
        deploymentLine({ atMs: at(-5), desired: 3, ready: 3 }),
        ...['a', 'b', 'c'].map((name) => podLine({ atMs: at(-5), name })),
        podLine({ atMs: at(15), name: 'b', phase: 'Failed', ready: false, statusReason: 'Evicted' }),
        eventLine({ atMs: at(15), objectName: 'b', reason: 'Evicted', message: 'low on resource: memory' }),
        podLine({ atMs: at(15), name: 'c', ready: false, terminating: true, deleted: true }),
        ...podsFrom(15.1, ['d', 'e']),
        ...['d', 'e'].map((name) => podLine({ atMs: at(18), name, createdAtMs: at(15), readyAtMs: at(18) })),
      ],
    });

  it.each([
    ['503s after a wait', '503', 505, {}],
    ['503s of a queue that is full', '503', 5, { '503': { body: 'upstream overloaded' } }],
    ['cuts of requests that waited', '504', 3000, {}],
  ] as const)(
    'is lost capacity, which one to spare makes up for, behind %s',
    (_, outcome, latencyMs, says) => {
      const { requests, findings } = lost(broken(outcome, latencyMs), says);
      expect(requests).toEqual({ replicasLost: 60 });
      const [{ remedies, evidence } = { remedies: [], evidence: [] }] = findings;
      expect(remedies).toEqual(['spareReplicas', 'requestWhatIsUsed', 'replaceBeforeEnd', 'shortenStart']);
      const ended = evidence.filter(({ code }) => code === 'endedPods' || code === 'newPods');
      expect(ended.map(({ objects, quotes }) => [objects, quotes])).toEqual([
        [['Pod b'], ['Evicted']],
        [['Pod c'], []],
        [['Pod d', 'Pod e'], []],
      ]);
      expect(findings).toHaveLength(1);
    },
  );

  it('broke connections of an evicted pod only as it ended, whatever stays of it', () => {
    const { requests } = lost((second) =>
      second === 15 || second === 28 ? failing(second, '502', 4, 900) : fine(second),
    );
    expect(requests).toEqual({ replicaRestarted: 4, cantTell: 4 });
  });

  it('explains nothing of failures long before it', () => {
    const { requests } = explained({
      config: onKubernetes,
      ended: (second) => (second === 3 ? failing(3, '502', 2, 900) : fine(second)),
      cluster: crash,
    });
    expect(requests).toEqual({ cantTell: 2 });
  });

  it('is a rollout, or a scale-in, where it was ended', () => {
    const ending = [
      deploymentLine({ atMs: at(-5), desired: 2 }),
      ...['a', 'b'].map((name) => podLine({ atMs: at(-5), name })),
      podLine({ atMs: at(15), name: 'b', terminating: true }),
      podLine({ atMs: at(16.5), name: 'b', ready: false, terminating: true, deleted: true }),
    ];
    const rollout = explained({
      config: onKubernetes,
      ended: broken('502'),
      cluster: [...ending, ...podsFrom(15.2, ['c'], { owner: 'ReplicaSet demo-2' })],
    });
    expect(rollout.requests).toEqual({ replicaReplaced: 60 });
    expect(rollout.findings[0]!.remedies).toEqual(['drainBeforeEnd']);
    const scaleIn = explained({
      config: onKubernetes,
      ended: broken('502'),
      cluster: [...ending, deploymentLine({ atMs: at(14.9), desired: 1 })],
    });
    expect(scaleIn.findings[0]!.remedies).toEqual(['drainBeforeEnd', 'slowerScaleDown']);
  });
});

describe('an answer', () => {
  const some =
    (outcome: string, latencyMs = 80) =>
    (second: number) =>
      second >= 12 && second < 20 ? failing(second, outcome, 5, latencyMs) : fine(second);

  it.each([
    [
      '500',
      { body: 'Traceback (most recent call last):\n File "score.py"\nValueError: bad shape' },
      'modelCrashed',
    ],
    ['500', { body: 'Internal Server Error', headers: { server: 'uvicorn' } }, 'modelCrashed'],
    ['502', { headers: { 'x-ms-run-function-failed': 'True' }, body: 'x' }, 'modelCrashed'],
    ['424', { headers: { 'ms-azureml-model-error-statuscode': '500' } }, 'modelCrashed'],
    [
      '424',
      { body: '{"error":"Request failed during generation: CUDA out of memory","error_type":"generation"}' },
      'modelCrashed',
    ],
    ['424', { headers: { 'ms-azureml-model-error-statuscode': '404' }, body: 'no route' }, 'notAccepted'],
    ['424', { body: 'Failed Dependency' }, 'cantTell'],
    ['429', { headers: { 'x-ratelimit-limit': '10', 'retry-after': '1' } }, 'rateLimited'],
    ['429', { body: 'local_rate_limited: rate limit exceeded' }, 'rateLimited'],
    ['503', { body: 'API rate limit exceeded' }, 'rateLimited'],
    ['404', { body: 'no route' }, 'notAccepted'],
    ['401', {}, 'notAccepted'],
    ['302', { headers: { location: 'https://x.example/login' } }, 'redirected'],
    ['308', {}, 'redirected'],
    ['500', { body: '<html>500</html>', headers: { server: 'nginx' } }, 'cantTell'],
    ['502', { body: '<html>502 Bad Gateway</html>', headers: { server: 'nginx' } }, 'cantTell'],
    ['dns', { error: 'no such host' }, 'connectionFailed'],
    ['tls', { error: 'x509: certificate has expired' }, 'connectionFailed'],
    ['refused', { error: 'connection refused' }, 'connectionFailed'],
    ['malformed', { error: 'malformed HTTP response "SSH-2.0"' }, 'malformedAnswer'],
    ['dial', { error: 'connect: cannot assign requested address' }, 'generator'],
    ['blocked', {}, 'hostBlocked'],
    ['200 unexpected', {}, 'notExpected'],
  ] as const)('%s that says %j is charged to %3$s', (outcome, says, cause) => {
    const { requests } = explained({ config: onKubernetes, ended: some(outcome), says: { [outcome]: says } });
    expect(requests).toEqual({ [cause]: 40 });
  });

  it.each([
    ['refused', 'connectionFailed', 'findWhyRefused'],
    ['reset', 'connectionFailed', 'findWhyRefused'],
    ['dns', 'connectionFailed', 'checkEndpoint'],
    ['401', 'notAccepted', 'renewKey'],
    ['403', 'notAccepted', 'renewKey'],
    ['404', 'notAccepted', 'checkRequest'],
  ])('%s after answers that succeeded is charged to %s and leads to %s', (outcome, cause, remedy) => {
    const { findings } = explained({ ended: some(outcome), says: { [outcome]: {} }, cluster: [] });
    expect(findings).toMatchObject([{ cause, remedies: [remedy] }]);
  });

  it('refused from the start on leaves the name of the endpoint open', () => {
    const never = (second: number) => ({ refused: [fine(second)['200']![0], 1] as const });
    const { findings } = explained({ ended: never, cluster: [], run: { preflight: null } });
    expect(findings).toMatchObject([{ cause: 'connectionFailed', remedies: ['checkEndpoint'] }]);
    const asked = { endpoint: 'score', status: 200, latencyMs: 9 };
    const stopped = explained({ ended: never, cluster: [], run: { preflight: [asked] } });
    expect(stopped.findings, 'it answered the first request').toMatchObject([
      { remedies: ['findWhyRefused'] },
    ]);
  });

  it('refused by one of several endpoints is not excused by the answers of another', () => {
    const endpoints = [
      { name: 'score', share: 0.9, path: '/score' },
      { name: 'other', share: 0.1, path: '/other' },
    ];
    const config = { ...spikeConfig, endpoints };
    const { findings } = explained({ config, ended: some('refused'), cluster: [] });
    expect(findings).toMatchObject([{ cause: 'connectionFailed', remedies: ['checkEndpoint'] }]);
  });

  it('429 is a rate limit without a word where slots were idle, and overload where they were not', () => {
    const cluster = [
      deploymentLine({ atMs: at(-5), desired: 4 }),
      ...['a', 'b', 'c', 'd'].map((name) => podLine({ atMs: at(-5), name })),
      hpaLine(),
    ];
    const of = (inFlight: number) =>
      explained({ config: onKubernetes, ended: some('429'), cluster, inFlight: () => inFlight }).requests;
    expect(of(1)).toEqual({ rateLimited: 40 });
    expect(of(8)).toEqual({ atMaxReplicas: 40 });
  });

  it('424 of a container that turned the request away is overload, not a failure of run()', () => {
    const headers = {
      'ms-azureml-model-error-statuscode': '503',
      'ms-azureml-model-error-reason': 'Service Unavailable',
    };
    const config = { ...onKubernetes, autoscaler: { ...onKubernetes.autoscaler, maxReplicas: 1 } };
    const of = (cluster: typeof oneReplica) =>
      explained({ config, ended: some('424'), cluster, says: { '424': { headers } } }).requests;
    expect(of([...oneReplica, hpaLine({ maxReplicas: 1 })])).toEqual({ atMaxReplicas: 40 });
    expect(of([])).toEqual({ cantTell: 40 });
  });

  it('500 of Azure ML v2 is a fault of the platform, unless it says that run() failed', () => {
    const config = {
      target: { kind: 'aks-v2', url: 'http://127.0.0.1:8890/score' },
      load: onKubernetes.load,
      cluster: { selector: 'app=demo' },
    };
    const of = (headers: Record<string, string>) =>
      explained({ config, ended: some('500'), says: { '500': { headers } } }).requests;
    expect(of({})).toEqual({ platformFailed: 40 });
    expect(of({ 'x-ms-run-function-failed': 'true' })).toEqual({ modelCrashed: 40 });
  });
});

describe('requests that a limit of time cut', () => {
  const { cluster: _, ...unwatched } = onKubernetes;
  const slowOnes = (second: number) => failing(second, '504', 2, 3000);

  it('were slow by themselves where no wait for a slot is as long as what they took', () => {
    const inFlight = (second: number): number => (second >= 10 && second < 20 ? 4 : 0);
    const both = (second: number) =>
      second >= 10 && second < 20
        ? ({ '200': [6, 100], '503': [12, 405], '504': [2, 1000] } as const)
        : fine(second);
    const { requests } = explained({ config: onKubernetes, ended: both, inFlight });
    expect(requests['modelSlowerThanTimeout']).toBe(20);
    const late = (second: number) =>
      second >= 10 && second < 20
        ? ({ '200': [6, 100], '503': [12, 950], '504': [2, 1000] } as const)
        : fine(second);
    const other = explained({ config: onKubernetes, ended: late, inFlight });
    expect(other.requests['modelSlowerThanTimeout']).toBeUndefined();
  });

  it('were slow by themselves where as many are cut without a queue', () => {
    const { requests, findings } = explained({ config: onKubernetes, ended: slowOnes, inFlight: () => 1 });
    expect(requests).toEqual({ modelSlowerThanTimeout: 80 });
    const cutOff = findings[0]!.evidence.find(({ code }) => code === 'cutOff') as Fact;
    expect(cutOff.numbers['atMs']).toBeCloseTo(3000, -2);
    expect(cutOff.numbers['clientMs']).toBe(6000);
  });

  it.each([
    ['at once', 8],
    ['sooner than requests that succeed', 70],
  ])('were cut by nothing where the status came %s', (_when, afterMs) => {
    const { requests } = explained({
      config: onKubernetes,
      ended: (second) => (second >= 10 && second < 20 ? failing(second, '504', 2, afterMs) : fine(second)),
      inFlight: (second) => (second >= 10 && second < 20 ? 1 : 0),
    });
    expect(requests).toEqual({ cantTell: 20 });
  });

  it('waited in a queue where nothing is cut without one', () => {
    const cutWhileBusy = (second: number) =>
      second >= 10 && second < 20 ? failing(second, '504', 12, 3000) : fine(second);
    const { requests } = explained({
      config: onKubernetes,
      ended: cutWhileBusy,
      cluster: [
        ...oneReplica,
        deploymentLine({ atMs: at(9.5), desired: 3, ready: 1 }),
        ...podsFrom(9.6, ['b', 'c']),
      ],
      inFlight: (second) => (second >= 10 && second < 22 ? 40 : 0),
    });
    expect(requests).toEqual({ replicasStarting: 120 });
  });

  it('were tried more than once where the time is a multiple of the server’s limit', () => {
    const config = { ...onKubernetes, router: { requestTimeoutMs: 1500 } };
    const { findings } = explained({ config, ended: slowOnes, inFlight: () => 1 });
    expect(findings[0]!.evidence.find(({ code }) => code === 'cutOff')!.numbers['tries']).toBe(2);
    expect(findings[0]!.remedies).toContain('noRetryAfterTimeout');
  });

  it('were given up by the client where it was first', () => {
    const { requests } = explained({
      config: onKubernetes,
      ended: (second) => failing(second, 'timeout', 2, 6000),
      inFlight: () => 1,
    });
    expect(requests).toEqual({ clientTimeout: 80 });
  });

  it.each([
    ['never answered', 100, ['raiseClientTimeout'], ['lateAnswer', 'containerLogs']],
    ['slow, as others took nearly as long', 4000, ['raiseClientTimeout', 'speedUpModel'], []],
  ] as const)('were %s', (_name, okMs, remedies, wouldTell) => {
    const ended = () => ({ '200': [18, okMs], timeout: [2, 6000] }) as const;
    const { findings } = explained({ config: unwatched, ended, cluster: [] });
    expect(findings.find(({ cause }) => cause === 'clientTimeout')).toMatchObject({ remedies, wouldTell });
    const { numbers } = findings
      .find(({ cause }) => cause === 'clientTimeout')!
      .evidence.find(({ code }) => code === 'serviceTime') as Fact;
    expect('okSlowestMs' in numbers).toBe(wouldTell.length > 0);
  });

  it('may have been cut from a service that hangs where none of a second came back', () => {
    const ended = (second: number) => (second < 10 ? fine(second) : ({ timeout: [20, 6000] } as const));
    const { findings } = explained({ config: unwatched, ended, cluster: [] });
    expect(findings.find(({ cause }) => cause === 'cantTell')!.wouldTell).toContain('lateAnswer');
  });
});

describe('the level of a finding', () => {
  it('is information within the SLO, and an error beyond it', () => {
    const levelOf = (requests: number) =>
      explained({ ended: (second) => (second === 12 ? failing(12, '503', requests, 505) : fine(second)) })
        .findings[0]!.level;
    expect(levelOf(2)).toBe('info');
    expect(levelOf(12)).toBe('error');
  });
});
