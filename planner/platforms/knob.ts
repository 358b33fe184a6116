import { documented, type Fact } from './fact.ts';

/** Every setting that some platform's file has a word for; named as in the settings of the policies. */
export const knobKeys = [
  'minReplicas',
  'maxReplicas',
  'targetUtilization',
  'refreshSeconds',
  'slotsPerReplica',
  'requestTimeoutMs',
  'queueWaitMs',
  'averageValues',
  'behavior',
  'metric',
  'targetValue',
  'windowSeconds',
  'granularitySeconds',
  'cooldownSeconds',
  'target',
  'stableWindowSeconds',
  'panicWindowShare',
  'panicThreshold',
  'scaleDownDelaySeconds',
] as const;

/** The name of a knob, the same for every platform. */
export type KnobKey = (typeof knobKeys)[number];

/** What a knob counts in, whatever its file writes: a share is in 0..1, `perReplica` the metric of one replica. */
type KnobUnit =
  | 'replicas'
  | 'requests'
  | 'share'
  | 'seconds'
  | 'milliseconds'
  | 'perReplica'
  | 'word'
  | 'rules';

/** How a settings file spells a value. `own`: the dialect has code of its own for it. */
export type Spelling =
  | 'number'
  | 'numberAsText'
  | 'numberOrZeroForNone'
  | 'wholePercent'
  | 'percentAsText'
  | 'duration'
  | 'durationOfMs'
  | 'secondsOfMs'
  | 'own';

/** Where in a settings file a value stands: keys from the outside in. */
export type KnobPath = readonly [string, ...string[]];

/** How a search turns a knob: to what the platform documents, and to some values of its own. */
type KnobSearch = {
  /** Values that are tried for this knob alone, by name; reports/words/plan/variants.ts may say why each is. */
  readonly tries: Readonly<Record<string, number>>;
  /** The knob has an effect with this metric only. */
  readonly onlyWithMetric?: string;
};

/** Rules of an HPA for one direction, as far as they are set otherwise than in use. */
type RulesChange = {
  readonly stabilizationWindowSeconds?: number;
  readonly selectPolicy?: 'Max' | 'Min' | 'Disabled';
  readonly policies?: readonly {
    readonly type: 'Percent' | 'Pods';
    readonly value: number;
    readonly periodSeconds: number;
  }[];
};

/** The two parts of the knob `behavior`, which a search turns one by one. */
export const behaviorParts = ['scaleUp', 'scaleDown'] as const;

/** Several knobs set together, otherwise than in use. */
export type KnobChanges = { readonly [Key in KnobKey]?: number } & {
  readonly [Part in (typeof behaviorParts)[number]]?: RulesChange;
};

/** One setting of one platform, as its settings file and its documents have it. */
export type Knob = {
  /** What the platform's documents call it: the word for advice to a person. */
  readonly name: string;
  /** Places in the settings file: the current spelling, then older ones. */
  readonly paths: readonly [KnobPath, ...KnobPath[]];
  readonly spelling: Spelling;
  readonly unit: KnobUnit;
  /** What counts where the file says nothing; null: nothing does, or the file must say it. */
  readonly default: Fact<number | string | null>;
  /** Least and greatest value and the step between two, in `unit`; null: none is documented. */
  readonly range: { readonly min: number | null; readonly max: number | null; readonly step: number | null };
  /** Absent: a search leaves it as it is in use. */
  readonly search?: KnobSearch;
};

/** A range without any documented end. */
export const anyRange = { min: null, max: null, step: null } as const;

/** Whole numbers from `min` on, without a documented greatest one. */
export const wholeFrom = (min: number) => ({ min, max: null, step: 1 }) as const;

/** The default of a knob that its file must say, or that has no effect until it does. */
export const noDefault = (source: string): Fact<null> => documented(null, source);
