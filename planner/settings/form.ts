import type { Field } from './field.ts';
import type { KnownKeys } from './known-keys.ts';
import type { FormName, OtherMetric, ScalingSettings, SettingsKey } from './settings.ts';
import type { OpenDocument, Path } from './text/edit.ts';
import type { Trap } from './trap.ts';

/** One kind of object that settings stand in, within a YAML or JSON file. */
export type Form = {
  readonly name: FormName;
  /** Whether a value of a file is one. */
  readonly isIt: (value: unknown) => boolean;
  /** Whether it can be nothing else, where nobody said what the file holds; absent: `isIt` tells. */
  readonly isSure?: (value: unknown) => boolean;
  /** Throws E_CONFIG for an object of this kind that no settings of the dialect can be read from. */
  readonly demand?: (object: OpenDocument) => void;
  /** Throws E_CONFIG for settings that have no effect in this object, though it has a place for them. */
  readonly demandEffect?: (object: OpenDocument, settings: ScalingSettings) => void;
  /** Whether an object of the user's own sets the replicas, so that bounds in this one have no effect. */
  readonly isScaledElsewhere?: (value: unknown) => boolean;
  readonly fields: readonly Field[];
  /** Settings of the dialect that this form has no place for. */
  readonly lacks?: readonly SettingsKey[];
  /** What counts where the object says nothing, as far as it is not what the platform's record says. */
  readonly defaults?: ScalingSettings;
  readonly keys: KnownKeys;
  /** Whether an object is a part of one, such as a patch of Kustomize, whose rest stands elsewhere. */
  readonly isPart?: (object: OpenDocument) => boolean;
  /** Whether the platform refuses a number in quotes, and a number where it wants a text. */
  readonly isTyped?: true;
  /** Places that a server fills in, and that have no business in a file. */
  readonly serverPaths: readonly Path[];
  readonly namePath: Path;
  readonly otherMetrics?: (object: OpenDocument) => readonly OtherMetric[];
  readonly containerOf?: (object: OpenDocument) => string | undefined;
  /** The form's own traps: in the object, or in what counts (defaults under what the object says). */
  readonly traps?: (object: OpenDocument, settings: ScalingSettings) => readonly Trap[];
  /** For a form that can turn autoscaling off. */
  readonly autoscaling?: {
    /** The replicas while it is off; `undefined` while it is on. */
    readonly fixedReplicas: (value: unknown) => number | undefined;
    readonly turnOn: (object: OpenDocument) => OpenDocument;
  };
};

/** What `kubectl get -o yaml` shows beside what a person wrote. */
export const kubernetesServerPaths: readonly Path[] = [
  ['metadata', 'resourceVersion'],
  ['metadata', 'uid'],
  ['metadata', 'creationTimestamp'],
  ['metadata', 'generation'],
  ['metadata', 'selfLink'],
  ['metadata', 'managedFields'],
  ['metadata', 'annotations', 'kubectl.kubernetes.io/last-applied-configuration'],
  ['status'],
];
