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

  /** HPA: target per pod of each metric of the pods' own (type Pods), by its name. */
  readonly averageValues?: Readonly<Record<string, number>>;
  /**
   * HPA: targets of its other metrics, by the name that they have there. They are read and written where they are; none is ever
   * added.
   */
  readonly otherTargets?: Readonly<Record<string, OtherTarget>>;
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

/** The target of a metric that is neither the CPU share nor one of the pods' own. A utilization is a share. */
export type OtherTarget = {
  readonly targetType: 'Utilization' | 'AverageValue' | 'Value';
  readonly value: number;
};

/** The name of one setting. */
export type SettingsKey = keyof ScalingSettings;

/** A platform's way to write settings down; named like the policy that they configure. */
export type DialectName = 'azureml-v1' | 'azureml-v2' | 'hpa' | 'keda-http' | 'knative';

/** The kinds of file, or of object in a file, that settings stand in. Several may configure the same policy. */
export type FormName =
  | 'hpa-v2'
  | 'hpa-v1'
  | 'scaled-object'
  | 'knative-hpa'
  | 'http-scaled-object'
  | 'knative-service'
  | 'inference-service'
  | 'deployment-config'
  | 'sdk-arguments'
  | 'online-deployment'
  | 'arm-deployment';

/** A metric of an HPA of which the file does not tell what it counts: no simulation follows it unless the config says that. */
export type OtherMetric = {
  /** `Resource`, `External`, …; of KEDA the trigger's type. */
  readonly type: string;
  readonly name: string;
  /** What it is called in the HPA, as far as the file tells: of KEDA `s0-prometheus`. */
  readonly hpaName: string;
  /** Its target as the file has it: "AverageValue 50m". */
  readonly target: string;
};

/** The names of the user's objects: which one of a file is meant, and what a new file calls it. */
export type ObjectNames = {
  readonly name?: string;
  readonly namespace?: string;
  /** The object that decides, as a person wrote it: a controller may make the autoscaler of it. */
  readonly source?: { readonly kind: string; readonly name: string };
  /** What is scaled. */
  readonly target?: { readonly apiVersion: string; readonly kind: string; readonly name: string };
};

/** What was read of one object. */
export type Reading = {
  readonly dialect: DialectName;
  readonly form: FormName;
  /** null: the file names none. */
  readonly name: string | null;
  /** What it is, as the file says; absent: not said. */
  readonly kind?: string;
  /** What it scales; absent: not said, or it is no object that names that. */
  readonly target?: { readonly kind: string; readonly name: string };
  readonly settings: ScalingSettings;
  /** The file runs this number of replicas at all times, which both bounds in `settings` are; absent: it scales. */
  readonly fixedReplicas?: number;
  /** What counts where the file says nothing (documented). */
  readonly defaults: ScalingSettings;
  readonly otherMetrics: readonly OtherMetric[];
  /** The container that the CPU target is for; absent: it is for the pod. */
  readonly container?: string;
  /** It is a part of an object, such as a patch of Kustomize: what it does not say stands elsewhere. */
  readonly isPart?: true;
  /** An object of the user's own sets the replicas: bounds in this one have no effect. */
  readonly isScaledElsewhere?: true;
  /** Errors first. */
  readonly traps: readonly Trap[];
};

/** One object of a file that can be nothing else. */
type Each = {
  /** Whether its settings are read here; not those of an object that other rules scale. */
  readonly isTaken: boolean;
  /** Throws E_CONFIG if it is not taken or can't be understood. */
  readonly read: () => Reading;
};

/** How one platform writes scaling settings down: text in, text out. */
export type Dialect = {
  readonly name: DialectName;
  /** Usual name of a file of its own. */
  readonly fileName: string;
  /** The settings that a new file has words for; `write` passes over those that no file has. */
  readonly keys: readonly SettingsKey[];
  /** What the platform does where its file says nothing (documented). */
  readonly defaults: ScalingSettings;
  /**
   * What the file says.
   *
   * @throws HeadroomError E_CONFIG like `readingOf`
   */
  readonly read: (text: string) => ScalingSettings;
  /**
   * What the file says, how it says it, and the traps in it.
   *
   * @param names picks one of several objects by its name
   * @throws HeadroomError E_CONFIG if it can't be understood, or holds none or several of what the dialect describes
   */
  readonly readingOf: (text: string, names?: ObjectNames) => Reading;
  /** Every object of a file that can be nothing else. */
  readonly readEach: (text: string) => readonly Each[];
  /**
   * The file with these settings in it and everything else as it was; settings that are absent stay as they are.
   * Fields that a server fills in are left out. Written to a blank text it is a new file with these names, or with
   * names to fill in.
   *
   * @throws HeadroomError E_CONFIG like `readingOf`, and if the file has no place for one of the settings
   */
  readonly write: (text: string, settings: ScalingSettings, names?: ObjectNames) => string;
};
