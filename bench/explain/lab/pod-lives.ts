import type { LabCluster } from './cluster.ts';
import { containerName, type Ended } from './pod-object.ts';

/** What happens to pods, with the events that scheduler and kubelet write of it. Messages are those of Kubernetes 1.36. */
export type PodLives = ReturnType<typeof createPodLives>;

const kubelet = 'kubelet';
const scheduler = 'default-scheduler';

/** Of a container that ended now. */
const endedNow = (reason: string, exitCode: number, startedAtMs: number): Ended => ({
  reason,
  exitCode,
  startedAtMs,
  finishedAtMs: Date.now(),
});

export const createPodLives = (cluster: LabCluster) => {
  const warn = (pod: string, reason: string, message: string, component = kubelet): void =>
    cluster.event(`Pod/${pod}`, { type: 'Warning', reason, message, component });
  const note = (pod: string, reason: string, message: string, component = kubelet): void =>
    cluster.event(`Pod/${pod}`, { type: 'Normal', reason, message, component });

  const schedule = (pod: string, node = 'node-1'): void => {
    cluster.setPod(pod, { node, unschedulable: null });
    note(pod, 'Scheduled', `Successfully assigned default/${pod} to ${node}`, scheduler);
    note(pod, 'Pulling', 'Pulling image "registry.example/model:7"');
  };
  const run = (pod: string): void => {
    cluster.setPod(pod, { runningAtMs: Date.now(), waiting: null, ended: null });
    note(pod, 'Started', `Started container ${containerName}`);
  };
  const becomeReady = (pod: string): void => cluster.setPod(pod, { ready: true });

  /** The container ends, and is away until it is started again. */
  const end = (pod: string, reason: string, exitCode: number): void => {
    const { runningAtMs, createdAtMs } = cluster.pod(pod);
    const ended = endedNow(reason, exitCode, runningAtMs ?? createdAtMs);
    cluster.setPod(pod, { ready: false, runningAtMs: null, ended, lastEnded: null });
  };
  /** The kubelet starts the container anew. */
  const restart = (pod: string): void => {
    const { ended, lastEnded, restarts } = cluster.pod(pod);
    cluster.setPod(pod, {
      runningAtMs: Date.now(),
      waiting: null,
      ended: null,
      lastEnded: ended ?? lastEnded,
      restarts: restarts + 1,
    });
    note(pod, 'Started', `Started container ${containerName}`);
  };
  /** It ended too often: the kubelet waits before it starts it again. */
  const backOff = (pod: string, seconds = 10): void => {
    const { ended, lastEnded, uid } = cluster.pod(pod);
    const message = `back-off ${seconds}s restarting failed container=${containerName} pod=${pod}_default(${uid})`;
    cluster.setPod(pod, {
      ready: false,
      runningAtMs: null,
      waiting: { reason: 'CrashLoopBackOff', message },
      ended: null,
      lastEnded: ended ?? lastEnded,
    });
    warn(
      pod,
      'BackOff',
      `Back-off restarting failed container ${containerName} in pod ${pod}_default(${uid})`,
    );
  };

  return {
    warn,
    note,
    schedule,
    run,
    becomeReady,
    end,
    restart,
    backOff,
    /** No node takes it. */
    cantSchedule: (pod: string, message: string): void => {
      cluster.setPod(pod, { unschedulable: message });
      warn(pod, 'FailedScheduling', message, scheduler);
    },
    /** Its image can't be had. */
    cantPull: (pod: string, why: string): void => {
      const image = 'registry.example/model:7';
      cluster.setPod(pod, {
        waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}": ${why}` },
      });
      warn(pod, 'Failed', `Failed to pull image "${image}": ${why}`);
      warn(pod, 'Failed', 'Error: ImagePullBackOff');
      note(pod, 'BackOff', `Back-off pulling image "${image}"`);
    },
    /** A probe of it fails. */
    probeFails: (pod: string, probe: 'Startup' | 'Liveness' | 'Readiness', why: string): void => {
      if (probe === 'Readiness') cluster.setPod(pod, { ready: false });
      warn(pod, 'Unhealthy', `${probe} probe failed: ${why}`);
    },
    /** The kubelet ends it because of a probe. */
    killedByProbe: (pod: string, probe: 'Startup' | 'Liveness'): void => {
      note(
        pod,
        'Killing',
        `Container ${containerName} failed ${probe.toLowerCase()} probe, will be restarted`,
      );
      end(pod, 'Error', 137);
    },
    /** Its deletion is asked for. */
    terminate: (pod: string): void => {
      cluster.setPod(pod, { deletedAtMs: Date.now(), ready: false });
      note(pod, 'Killing', `Stopping container ${containerName}`);
    },
    gone: (pod: string): void => cluster.removePod(pod),
    /** Pods that were there before the load: ready since long ago. */
    old: (count: number, node = 'node-1'): string[] => {
      const longAgoMs = Date.now() - 3_600_000;
      return Array.from({ length: count }, () => {
        const pod = cluster.makePod(longAgoMs);
        cluster.setPod(pod, {
          node,
          scheduledAtMs: longAgoMs,
          runningAtMs: longAgoMs + 5_000,
          ready: true,
          readyChangedAtMs: longAgoMs + 9_000,
        });
        return pod;
      });
    },
  };
};
