import type { BalancingReading } from './balancing.ts';
import type { Fact } from './fact.ts';
import type { Knob, KnobChanges, KnobKey } from './knob.ts';

/** Every platform that has a record here. A target of kind `kubernetes` is the one that its autoscaler belongs to. */
export type PlatformName =
  | 'azureml-v1'
  | 'azureml-v2'
  | 'aci'
  | 'local'
  | 'kubernetes'
  | 'keda-http'
  | 'knative';

/** An autoscaler's rule, named as in the settings of the policies. */
export type RuleName = 'azureml-v1' | 'azureml-v2' | 'hpa' | 'keda-http' | 'knative' | 'fixed';

/**
 * What a status code of a scoring request means on a platform.
 *
 * - `overload`: more requests than the replicas could take
 * - `timeout`: no answer within the platform's limit
 * - `modelFailed`: run() raised an exception, or the replica crashed
 * - `replicaUnreachable`: a gateway in front got no answer from a replica; that says nothing about run()
 * - `platformFailed`: the platform itself is at fault
 */
export type StatusMeaning = 'overload' | 'timeout' | 'modelFailed' | 'replicaUnreachable' | 'platformFailed';

/**
 * Where a request waits while every slot is taken.
 *
 * - `router`: in one queue in front of all replicas, which gives it to the first free slot
 * - `replica`: at the replica that it was sent to, whatever the others do
 */
type QueuePlace = 'router' | 'replica';

/** What a platform documents, as far as a plan, a cause or a settings file rests on it. */
export type Platform = {
  readonly name: PlatformName;
  readonly queue: {
    readonly place: Fact<QueuePlace>;
    /** How a request may find its replica: of several nobody says which, and a recording has to tell. */
    readonly balancings: Fact<readonly BalancingReading[]>;
    /** Requests that may wait at a replica, for each of its slots; null: no limit that is known. */
    readonly waitingPerSlotMax: Fact<number | null>;
    /** Requests that may wait for the first replica while there is none; null: no limit that is known. */
    readonly heldMax: Fact<number | null>;
    /** How replicas are picked where a model does not say. */
    readonly usualBalancing: Fact<BalancingReading['balancing']>;
    /** A request that waits longer is turned away; null: no limit. */
    readonly waitLimitMs: Fact<number | null>;
  };
  /** A request that takes longer, waiting included, is answered with a timeout; null: no limit. */
  readonly requestTimeoutMs: Fact<number | null>;
  /** Requests that one replica may run at once where nobody says. */
  readonly slotsPerReplica: Fact<number>;
  readonly statusCodes: Readonly<Record<string, Fact<StatusMeaning>>>;
  /** The rule that scales it where nobody says otherwise; null: that can't be known. */
  readonly rule: Fact<RuleName | null>;
  /** The least minimum of replicas, and whether a maximum of 0 stands for none. null: no autoscaler of its own. */
  readonly bounds: Fact<{ readonly minReplicasLeast: number; readonly zeroIsNoMaximum: boolean }> | null;
  /** What its settings file can say, by the key of the setting. Empty: no file. */
  readonly knobs: Readonly<Partial<Record<KnobKey, Knob>>>;
  /** Knobs that a search turns together, by name. */
  readonly variants?: Readonly<Record<string, KnobChanges>>;
};
