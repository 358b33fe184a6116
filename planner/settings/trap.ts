/** What each rule of a trap has seen. The words are in reports/words/settings/traps.ts. */
type Seen =
  | { readonly rule: 'bounds-out-of-order'; readonly minReplicas: number; readonly maxReplicas: number }
  | { readonly rule: 'minimum-refused'; readonly minReplicas: number; readonly least: number }
  | { readonly rule: 'maximum-missing'; readonly key: string }
  | { readonly rule: 'share-for-percentage'; readonly targetUtilization: number }
  | { readonly rule: 'percentage-for-share'; readonly key: string; readonly share: number }
  | {
      readonly rule: 'out-of-range';
      readonly key: string;
      readonly seen: string;
      /** As the file would spell them; null: no limit on that side. */
      readonly min: string | null;
      readonly max: string | null;
    }
  | { readonly rule: 'unreadable'; readonly key: string; readonly seen: string; readonly expected: string }
  | {
      readonly rule: 'wrong-type';
      readonly key: string;
      readonly seen: string;
      readonly wants: 'number' | 'string';
      /** The scalar as the file spells it; absent: it stands in quotes, or behind an alias. */
      readonly plain?: string;
    }
  | {
      readonly rule: 'queue-wait-reaches-timeout';
      readonly queueWaitMs: number;
      readonly requestTimeoutMs: number;
    }
  | { readonly rule: 'replicas-beside-autoscaling'; readonly keys: readonly [replicas: string, isOn: string] }
  /** Settings of the autoscaler in a file that runs a fixed number of replicas. */
  | { readonly rule: 'ignored-without-autoscaling'; readonly keys: readonly string[] }
  | { readonly rule: 'short-default-timeout'; readonly requestTimeoutMs: number }
  | { readonly rule: 'timeout-above-limit'; readonly requestTimeoutMs: number; readonly limitMs: number }
  | { readonly rule: 'timeout-often-refused'; readonly requestTimeoutMs: number; readonly refusedMs: number }
  /** A key that the platform does not know; `nearest`: the one that was meant, by its spelling. */
  | { readonly rule: 'unknown-key'; readonly key: string; readonly nearest: string | null }
  /** A key that the platform knows, in another place. */
  | { readonly rule: 'misplaced-key'; readonly key: string; readonly belongs: string }
  /** `isSaid`: the file says it; else it is the default. */
  | { readonly rule: 'one-replica-at-most'; readonly key: string; readonly isSaid: boolean }
  | { readonly rule: 'bounds-without-autoscaling' }
  | { readonly rule: 'scale-type-missing' }
  | { readonly rule: 'slots-differ-from-workers'; readonly slots: number; readonly workers: number }
  | { readonly rule: 'target-above-slots'; readonly target: number; readonly slots: number }
  /** Two places say one setting; one of them counts. */
  | {
      readonly rule: 'set-twice';
      readonly counts: string;
      readonly ignored: string;
      readonly seen: string;
    }
  /** An annotation that is not handed on: what counts is a field, or its default. */
  | {
      readonly rule: 'dropped-annotation';
      readonly key: string;
      readonly seen: string;
      readonly counts: string;
      readonly isSet: boolean;
    }
  /** A changed template is taken under another name only; `isRouted`: requests are sent to the revision by this name. */
  | {
      readonly rule: 'named-revision';
      readonly key: string;
      readonly name: string;
      readonly isRouted: boolean;
    }
  /** A new revision, which a change of settings makes, does not get all requests. */
  | { readonly rule: 'split-traffic'; readonly key: string; readonly latestPercent: number }
  /** The type of a metric's target names one field, and another one is filled in. */
  | {
      readonly rule: 'target-contradicts-type';
      readonly metric: string;
      readonly type: string;
      readonly field: string;
    }
  /** A metric that no simulation follows: it was read, and stays as it is. */
  | {
      readonly rule: 'metric-not-simulated';
      readonly type: string;
      readonly metric: string;
      /** What it is called in the HPA. */
      readonly hpaName: string;
      readonly target: string;
    }
  /** A metric of the user's own, of which only the name tells what it counts. */
  | {
      readonly rule: 'metric-by-name';
      readonly metric: string;
      readonly source: 'concurrency' | 'requestRate';
    }
  | { readonly rule: 'several-cpu-targets'; readonly targets: readonly number[] }
  /** The pods' own metric stands there more than once, as with several selectors: the first is followed. */
  | {
      readonly rule: 'several-targets-of-metric';
      readonly metric: string;
      readonly targets: readonly string[];
    }
  | { readonly rule: 'old-api'; readonly seen: string; readonly current: string }
  | { readonly rule: 'in-annotation'; readonly key: string; readonly current: string }
  | { readonly rule: 'paused'; readonly key: string }
  /** More load adds nothing before it has lasted so long. */
  | { readonly rule: 'scale-up-waits'; readonly key: string; readonly seconds: number }
  | { readonly rule: 'scale-up-off'; readonly key: string }
  /** Replicas are added more slowly than without the policies, which may be meant. */
  | { readonly rule: 'scale-up-slow'; readonly key: string; readonly podsPerMinute: number }
  /** KEDA itself goes to 0 and back; what is simulated is its HPA. */
  | { readonly rule: 'zero-not-simulated'; readonly key: string; readonly isSaid: boolean }
  /** KEDA asks for more replicas while a trigger has no value than its HPA may ever set. */
  | {
      readonly rule: 'fallback-above-maximum';
      readonly key: string;
      readonly replicas: number;
      readonly maxReplicas: number;
    }
  | {
      readonly rule: 'idle-not-below-minimum' | 'idle-not-simulated';
      readonly key: string;
      readonly idleReplicas: number;
      readonly minReplicas: number;
    }
  /** The API server refuses such a pod. */
  | {
      readonly rule: 'limit-below-request';
      /** null: there is only one. */
      readonly container: string | null;
      readonly resource: string;
      readonly limit: string;
      readonly request: string;
    }
  /** At their limits pods use no more than the target and its tolerance: no load ever adds a replica. Shares. */
  | {
      readonly rule: 'target-out-of-reach';
      readonly metric: string;
      readonly targetShare: number;
      readonly mostShare: number;
      readonly tolerance: number;
    }
  | { readonly rule: 'second-autoscaler'; readonly target: string; readonly other: string }
  | { readonly rule: 'replicas-set-by-file'; readonly replicas: number; readonly scaler: string }
  /** Two fields of which the platform takes one. */
  | { readonly rule: 'exclude-each-other'; readonly keys: readonly [string, string] }
  | { readonly rule: 'server-fields'; readonly keys: readonly string[] };

/** Something in a settings file that its platform refuses, ignores or takes otherwise than the writer meant. */
export type Trap = Seen & {
  /** `error`: refused or without effect. `warning`: works, but seldom as meant. `note`: good to know. */
  readonly level: 'error' | 'warning' | 'note';
  /** Where in the file, from 1; absent: the file does not say it, and a default counts. */
  readonly line?: number;
};

/** A rule's trap if it is sprung. */
export const trapIf = (isSprung: boolean, trap: Trap): readonly Trap[] => (isSprung ? [trap] : []);

const levels = ['error', 'warning', 'note'] as const;

/** Traps with errors first, each level in the order of the file. */
export const inOrder = (traps: readonly Trap[]): readonly Trap[] =>
  traps.toSorted(
    (a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || (a.line ?? 0) - (b.line ?? 0),
  );
