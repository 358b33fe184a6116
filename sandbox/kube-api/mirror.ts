import type { ResolvedSandboxOptions } from '../../runs/schema/sandbox.ts';
import type { Autoscaler } from '../autoscaler.ts';
import type { Fleet, FleetChange } from '../fleet.ts';
import type { Replica } from '../replica.ts';
import { createHpaMirror } from './hpa-mirror.ts';
import { eventsOfReplica, eventsOfScaling } from './narrate.ts';
import { type EventText, eventOf } from './objects/event.ts';
import { namespaceOf, nodeOf } from './objects/node.ts';
import { podOf } from './objects/pod.ts';
import { identifyService } from './objects/service.ts';
import { deploymentOf, replicaSetOf, type WorkloadCounts } from './objects/workload.ts';
import type { KubeObject, Store } from './store.ts';

type MirrorOptions = {
  readonly store: Store;
  readonly fleet: Fleet;
  readonly autoscaler: Autoscaler;
  readonly options: ResolvedSandboxOptions;
};

/** A real cluster forgets events after an hour; this one keeps so many. */
const eventsMax = 2000;

/** Keeps the objects of the Kubernetes API as the fleet and the autoscaler are, with the events on the way. */
export const startMirror = ({ store, fleet, autoscaler, options }: MirrorOptions): void => {
  const service = identifyService(options, fleet.replicaSetName);
  const eventNames: string[] = [];
  let generation = 1;

  const countsNow = (): WorkloadCounts => ({
    desired: fleet.desiredReplicas(),
    current: fleet.inService().length + fleet.pendingReplicas(),
    ready: fleet.inService().length,
    generation,
  });

  const putWorkloads = (): void => {
    const counts = countsNow();
    store.put('deployments', deploymentOf(service, counts));
    store.put('replicasets', replicaSetOf(service, counts));
  };

  const putReplica = (replica: Replica): void => {
    const { state } = replica;
    if (state.stage === 'gone') store.remove('pods', state.name);
    else store.put('pods', podOf(state, service));
  };

  const putEvents = (texts: readonly EventText[]): void => {
    for (const text of texts) {
      const event = eventOf(text, Date.now());
      store.put('events', event);
      eventNames.push(event.metadata.name);
      const oldest = eventNames.length > eventsMax ? eventNames.shift() : undefined;
      if (oldest !== undefined) store.remove('events', oldest);
    }
  };

  const stored = (resource: string, name: string): KubeObject => {
    const object = store.get(resource, name);
    if (!object) throw new Error(`no ${name} among ${resource}`);
    return object;
  };

  const follow = (change: FleetChange): void => {
    if (change.kind === 'scaled') {
      generation += 1;
      putWorkloads();
      putEvents(eventsOfScaling(change, stored('deployments', service.name), service));
      return;
    }
    const { state } = change.replica;
    putReplica(change.replica);
    putWorkloads();
    if (state.stage === 'gone') return;
    putEvents(
      eventsOfReplica(change, stored('pods', state.name), stored('replicasets', service.replicaSetName)),
    );
  };

  store.put('namespaces', namespaceOf(service.namespace, service.createdAt));
  for (const node of options.nodes) store.put('nodes', nodeOf(node, service.createdAt));
  putWorkloads();
  for (const replica of fleet.replicas()) putReplica(replica);
  fleet.onChange(follow);
  createHpaMirror({ store, service, autoscaler, fleet, putEvents });
};
