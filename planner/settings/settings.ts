import type { HpaSettings } from '../../runs/schema/policy.ts';
import type { Trap } from './trap.ts';

/**
 * What a platform's file says about scaling, in one set of words. A key that is absent is not said there: the
 * platform's default counts. Names, units and meanings are those of the policy settings (`runs/schema/policy.ts`).
 */
export type ScalingSettings = {
  readonly minReplicas?: number;
  /** Knative: 0 is no maximum. */
  readonly maxReplicas?: number;
  /** A share: 0.7, not 70. HPA: of the CPU request, so it may exceed 1. */
  readonly targetUtilization?: number;
  readonly refreshSeconds?: number;

  /** Requests that one replica may run at once. */
  readonly slotsPerReplica?: number;
  readonly requestTimeoutMs?: number;
  readonly queueWaitMs?: number;

  /** HPA: target per pod of each metric that is not a resource, by metric name. */
  readonly averageValues?: Readonly<Record<string, number>>;
  readonly behavior?: HpaSettings['behavior'];

  /** KEDA and Knative. */
  readonly metric?: 'concurrency' | 'requestRate';
  /** KEDA: metric per replica. */
  readonly targetValue?: number;
  readonly windowSeconds?: number;
  readonly granularitySeconds?: number;
  readonly cooldownSeconds?: number;

  /** Knative: metric per replica at 100 % utilization. */
  readonly target?: number;
  readonly stableWindowSeconds?: number;
  readonly panicWindowShare?: number;
  readonly panicThreshold?: number;
  readonly scaleDownDelaySeconds?: number;
};

/** The name of one setting. */
export type SettingsKey = keyof ScalingSettings;

/** A platform's way to write settings down; named like the policy that they configure. */
export type DialectName = 'azureml-v1' | 'azureml-v2' | 'hpa' | 'keda-http' | 'knative';

/** How one platform writes scaling settings down: text in, text out. */
export type Dialect = {
  readonly name: DialectName;
  /** Usual name of a file of its own. */
  readonly fileName: string;
  /** The settings that the dialect has words for; `write` passes over the others. */
  readonly keys: readonly SettingsKey[];
  /** What the platform does where its file says nothing (documented). */
  readonly defaults: ScalingSettings;
  /**
   * What the file says.
   *
   * @throws HeadroomError E_CONFIG if it can't be read, or holds none or several of what the dialect describes
   */
  readonly read: (text: string) => ScalingSettings;
  /**
   * The file with these settings in it and everything else as it was; settings that are absent stay as they are.
   * Written to a blank text it is a new file, with names to fill in.
   *
   * @throws HeadroomError E_CONFIG like `read`
   */
  readonly write: (text: string, settings: ScalingSettings) => string;
  /**
   * Traps in the file, errors first.
   *
   * @throws HeadroomError E_CONFIG like `read`
   */
  readonly lint: (text: string) => readonly Trap[];
};
