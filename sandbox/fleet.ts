import { createSampler } from '../planner/stats/distributions.ts';
import { createRandom } from '../planner/stats/random.ts';
import type { ResolvedSandboxOptions } from '../runs/schema/sandbox.ts';
import { createBusyCount } from './busy-count.ts';
import type { Integral } from './integral.ts';
import { createListeners } from './listeners.ts';
import { createPodNames } from './pod-names.ts';
import { byRemovalOrder } from './removal-order.ts';
import { createReplica, type Replica, type ReplicaChange, type ReplicaOptions } from './replica.ts';
import { createScheduler } from './scheduler.ts';

/** What happened to the fleet: its wanted size, or one replica. */
export type FleetChange =
  | { readonly kind: 'scaled'; readonly from: number; readonly to: number }
  | { readonly kind: 'replica'; readonly replica: Replica; readonly change: ReplicaChange };

/** The replicas of the service, and the number that is wanted. */
export type Fleet = {
  /** Of the ReplicaSet, the first part of each replica's name. */
  readonly replicaSetName: string;
  /** Every replica that is not gone, removed ones too, oldest first. */
  readonly replicas: () => readonly Replica[];
  /** Those that take requests, in the order in which they became ready. */
  readonly inService: () => readonly Replica[];
  readonly desiredReplicas: () => number;
  /** Created, not removed, not ready. */
  readonly pendingReplicas: () => number;
  /** Of replicas in service, over time. */
  readonly busySlots: Integral;
  readonly busyReplicas: Integral;
  readonly scaleTo: (desired: number) => void;
  readonly onChange: (listener: (change: FleetChange) => void) => () => void;
  readonly close: () => void;
};

/** One random stream for each thing that is drawn, so that a change of one leaves the others as they were. */
const streams = { service: 0, crash: 1, schedule: 2, pull: 3, init: 4, names: 5 } as const;

/** How long the replicas of a fresh sandbox have been ready: longer than any autoscaler's start-up grace. */
const veteranReadyForMs = 600_000;

type FleetOptions = Pick<
  ResolvedSandboxOptions,
  | 'seed'
  | 'serviceTimeMs'
  | 'startupLag'
  | 'crashShare'
  | 'crashBackOffMs'
  | 'gracePeriodMs'
  | 'nodes'
  | 'cpuPerReplica'
> & { readonly serviceName: string; readonly initialReplicas: number };

const samplersOf = ({ seed, serviceTimeMs, startupLag }: FleetOptions): ReplicaOptions['draw'] => ({
  serviceMs: createSampler(serviceTimeMs, createRandom(seed, streams.service)),
  crash: createRandom(seed, streams.crash),
  scheduleMs: createSampler(startupLag.scheduleMs, createRandom(seed, streams.schedule)),
  pullMs: createSampler(startupLag.pullMs, createRandom(seed, streams.pull)),
  initMs: createSampler(startupLag.initMs, createRandom(seed, streams.init)),
});

/**
 * The replicas of the service: a Deployment with its ReplicaSet and scheduler. The first ones are there and ready,
 * as if the service had been up for a while; those that find no room stay unschedulable.
 */
export const createFleet = (options: FleetOptions): Fleet => {
  const draw = samplersOf(options);
  const names = createPodNames(options.serviceName, createRandom(options.seed, streams.names));
  const scheduler = createScheduler(options.nodes, options.cpuPerReplica);
  const changes = createListeners<FleetChange>();
  const busy = createBusyCount();
  const replicas = new Set<Replica>();
  const inService: Replica[] = [];
  let desired = 0;

  const schedule = (replica: Replica): void => {
    const placement = scheduler.place();
    if (placement.kind === 'placed') replica.place(placement.node);
    else replica.refuse(placement.message);
  };

  const freeRoom = (node: string): void => {
    scheduler.free(node);
    for (const replica of replicas) if (replica.state.unschedulable) schedule(replica);
  };

  const book = (replica: Replica): void => {
    const at = inService.indexOf(replica);
    if (replica.inService() && at < 0) inService.push(replica);
    if (!replica.inService() && at >= 0) inService.splice(at, 1);
    busy.count(inService);
  };

  const onReplicaChange = (replica: Replica, change: ReplicaChange): void => {
    if (change === 'gone') replicas.delete(replica);
    book(replica);
    changes.tell({ kind: 'replica', replica, change });
    if (change === 'gone' && replica.state.node !== null) freeRoom(replica.state.node);
  };

  const add = (veteran?: ReplicaOptions['veteran']): void => {
    const replica = createReplica({
      ...options,
      name: names.next(),
      draw,
      ...(veteran && { veteran }),
      onScheduleDue: schedule,
      onChange: onReplicaChange,
      onBusyChange: () => busy.count(inService),
    });
    replicas.add(replica);
    onReplicaChange(replica, 'created');
  };

  const kept = (): Replica[] => [...replicas].filter(({ state }) => state.removedAtMs === null);

  const scaleTo = (next: number): void => {
    if (next === desired) return;
    const from = desired;
    desired = next;
    changes.tell({ kind: 'scaled', from, to: next });
    const before = kept().sort((a, b) => byRemovalOrder(a.state, b.state));
    for (let n = before.length; n < next; n++) add();
    for (const replica of before.slice(0, Math.max(0, before.length - next))) replica.remove();
  };

  const addVeterans = (count: number): void => {
    desired = count;
    for (let n = 0; n < count; n++) {
      const placement = scheduler.place();
      if (placement.kind === 'placed') add({ node: placement.node, readyForMs: veteranReadyForMs });
      else add();
    }
  };

  addVeterans(options.initialReplicas);
  return {
    replicaSetName: names.replicaSet,
    replicas: () => [...replicas],
    inService: () => inService,
    desiredReplicas: () => desired,
    pendingReplicas: () => kept().filter((replica) => !replica.inService()).length,
    busySlots: busy.slots,
    busyReplicas: busy.replicas,
    scaleTo,
    onChange: changes.add,
    close: () => {
      for (const replica of replicas) replica.close();
    },
  };
};
