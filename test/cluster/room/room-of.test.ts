import { describe, expect, it } from 'vitest';
import type { PodSpec, WorkloadObject } from '../../../cluster/doctor/objects.ts';
import { podNeedsOf, podRequests } from '../../../cluster/room/pod-needs.ts';
import { roomOf } from '../../../cluster/room/room-of.ts';

const asks = (name: string, cpu: string, rest: object = {}) => ({
  name,
  resources: { requests: { cpu } },
  ...rest,
});

describe('what a replica asks for', () => {
  it('counts sidecars, and a container before them only where it is larger', () => {
    const sidecar = asks('proxy', '100m', { restartPolicy: 'Always' });
    const spec: PodSpec = {
      containers: [asks('model', '500m')],
      initContainers: [sidecar, asks('load', '550m')],
    };
    expect(podRequests(spec)['cpu']).toBeCloseTo(0.6, 9);
    expect(podRequests({ ...spec, initContainers: [sidecar, asks('load', '2')] })['cpu']).toBe(2);
  });

  it('takes a limit for a request, the pod’s own word before its containers’, and adds the overhead', () => {
    const spec: PodSpec = {
      containers: [{ name: 'model', resources: { limits: { cpu: '1', 'nvidia.com/gpu': '1' } } }],
      overhead: { cpu: '250m', memory: '120Mi' },
    };
    expect(podRequests(spec)).toEqual({ cpu: 1.25, 'nvidia.com/gpu': 1, memory: 120 * 2 ** 20 });
    expect(podRequests({ ...spec, resources: { requests: { cpu: '3' } } })['cpu']).toBe(3.25);
  });

  it('knows rules that keep two of them apart, and names those that it does not judge', () => {
    const required = 'requiredDuringSchedulingIgnoredDuringExecution';
    const apart = (app: string, topologyKey = 'kubernetes.io/hostname'): PodSpec => ({
      affinity: {
        podAntiAffinity: { [required]: [{ topologyKey, labelSelector: { matchLabels: { app } } }] },
      },
    });
    const labels = { app: 'score' };
    expect(podNeedsOf(apart('score'), labels).isAlone).toBe(true);
    expect(podNeedsOf(apart('db'), labels).isAlone).toBe(false);
    expect(podNeedsOf(apart('score', 'zone'), labels).isAlone).toBe(false);
    const spread: PodSpec = {
      topologySpreadConstraints: [{ whenUnsatisfiable: 'DoNotSchedule' }],
      affinity: { podAffinity: { [required]: [{}] } },
      volumes: [{ persistentVolumeClaim: { claimName: 'model' } }],
    };
    expect(podNeedsOf(spread, labels).notJudged).toEqual([
      'podAffinity',
      'topologySpreadConstraints',
      'persistentVolumeClaim',
    ]);
    expect(
      podNeedsOf({ topologySpreadConstraints: [{ whenUnsatisfiable: 'ScheduleAnyway' }] }, labels).notJudged,
    ).toEqual([]);
  });
});

describe('the room', () => {
  const around = { pods: [], nodes: [], allPods: null, quotas: [], nodeAutoscaler: null };
  const deployment = (strategy?: object): WorkloadObject => ({
    spec: {
      template: { spec: { containers: [asks('model', '1')], nodeSelector: { pool: 'gpu' } } },
      ...(strategy && { strategy }),
    },
  });
  const surgeOf = (strategy?: object) => roomOf({ ...around, workload: deployment(strategy) })!.surge;

  it('of a service without pods is for those that its Deployment makes', () => {
    expect(roomOf({ ...around, workload: deployment() })).toMatchObject({
      pod: { requests: { cpu: 1 } },
      placed: 0,
    });
    expect(roomOf({ ...around, workload: undefined })).toBeUndefined();
  });

  it('has the surge of a rollout, a quarter where nobody says', () => {
    expect(surgeOf()).toEqual({ share: 0.25 });
    expect(surgeOf({ rollingUpdate: { maxSurge: '10%' } })).toEqual({ share: 0.1 });
    expect(surgeOf({ rollingUpdate: { maxSurge: 2 } })).toEqual({ pods: 2 });
    expect(surgeOf({ type: 'Recreate' })).toEqual({ pods: 0 });
  });

  it('keeps of a node’s labels only those that the pods ask about', () => {
    const node = { metadata: { name: 'n', labels: { pool: 'gpu', 'owner-mail': 'someone' } } };
    const room = roomOf({ ...around, workload: deployment(), nodes: [node] })!;
    expect(room.nodes![0]!.labels).toEqual({ pool: 'gpu' });
  });
});
