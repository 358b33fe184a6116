import { randomUUID } from 'node:crypto';
import type { KubeObject } from '../store.ts';
import { kubeMicroTime, kubeTime } from '../times.ts';

/** What an event says, and of which object. */
export type EventText = {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** Who says it: default-scheduler, kubelet, deployment-controller, … */
  readonly component: string;
  readonly object: KubeObject;
};

const referenceTo = ({ apiVersion, kind, metadata }: KubeObject) => ({
  kind,
  namespace: metadata.namespace,
  name: metadata.name,
  uid: metadata.uid,
  apiVersion,
  resourceVersion: metadata.resourceVersion,
});

/** The scheduler writes the newer form: `eventTime` only, the other times null, no count. */
const timesOf = (component: string, nowMs: number) =>
  component === 'default-scheduler'
    ? {
        eventTime: kubeMicroTime(nowMs),
        firstTimestamp: null,
        lastTimestamp: null,
        action: 'Scheduling',
        reportingComponent: component,
        reportingInstance: component,
        source: {},
      }
    : {
        eventTime: null,
        firstTimestamp: kubeTime(nowMs),
        lastTimestamp: kubeTime(nowMs),
        count: 1,
        reportingComponent: component,
        reportingInstance: '',
        source: { component },
      };

/** A core v1 Event. */
export const eventOf = (
  { type, reason, message, component, object }: EventText,
  nowMs: number,
): KubeObject => {
  const uid = randomUUID();
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: `${object.metadata.name}.${uid.slice(-12)}`,
      ...(object.metadata.namespace !== undefined && { namespace: object.metadata.namespace }),
      uid,
      creationTimestamp: kubeTime(nowMs),
    },
    involvedObject: referenceTo(object),
    type,
    reason,
    message,
    ...timesOf(component, nowMs),
  };
};
