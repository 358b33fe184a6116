/** What each rule of a trap has seen. The words are in reports/words/traps.ts. */
type Seen =
  | { readonly rule: 'bounds-out-of-order'; readonly minReplicas: number; readonly maxReplicas: number }
  | { readonly rule: 'share-for-percentage'; readonly targetUtilization: number }
  | {
      readonly rule: 'queue-wait-reaches-timeout';
      readonly queueWaitMs: number;
      readonly requestTimeoutMs: number;
    }
  | { readonly rule: 'replicas-beside-autoscaling' }
  | { readonly rule: 'short-default-timeout'; readonly requestTimeoutMs: number }
  | { readonly rule: 'timeout-above-limit'; readonly requestTimeoutMs: number; readonly limitMs: number }
  | { readonly rule: 'timeout-often-refused'; readonly requestTimeoutMs: number; readonly refusedMs: number }
  | { readonly rule: 'misspelled-key'; readonly key: string }
  | { readonly rule: 'one-replica-at-most' }
  | { readonly rule: 'bounds-without-autoscaling' }
  | { readonly rule: 'slots-differ-from-workers'; readonly slots: number; readonly workers: number }
  | { readonly rule: 'target-above-slots'; readonly target: number; readonly slots: number };

/** Something in a settings file that its platform refuses, ignores or takes otherwise than the writer meant. */
export type Trap = Seen & {
  /** `error`: refused or without effect. `warning`: works, but seldom as meant. */
  readonly level: 'error' | 'warning';
};

/** A rule's trap if it is sprung. */
export const trapIf = (isSprung: boolean, trap: Trap): readonly Trap[] => (isSprung ? [trap] : []);
