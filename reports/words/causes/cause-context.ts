import { platformOfRule } from '../../../planner/platforms/index.ts';
import type { KnobKey } from '../../../planner/platforms/knob.ts';
import type { Fact, FactCode, Finding } from '../../../runs/schema/result/findings.ts';
import type { Result } from '../../../runs/schema/result.ts';

/** What the words of a cause draw on: the finding, and the run that it was found in. */
export type Context = { readonly finding: Finding; readonly result: Result };

/** The part that names of settings draw on: a dump has no run. */
export type SettingsContext = {
  readonly result: {
    readonly run: {
      readonly config: Pick<Result['run']['config'], 'autoscaler'> &
        Partial<Pick<Result['run']['config'], 'script'>>;
    };
  };
};

/** What the platform calls a setting of the service; null where its file has no such setting, or nobody knows which. */
export const nameOf = ({ result }: SettingsContext, knob: KnobKey): string | null => {
  const { autoscaler } = result.run.config;
  return (autoscaler && platformOfRule(autoscaler.kind)?.knobs[knob]?.name) ?? null;
};

/** A fixed number of replicas is minimum and maximum at once. */
export const boundName = (context: SettingsContext, bound: 'minReplicas' | 'maxReplicas'): string => {
  if (context.result.run.config.autoscaler?.kind === 'fixed') return 'the replica count';
  return nameOf(context, bound) ?? `the ${bound === 'minReplicas' ? 'minimum' : 'maximum'} of replicas`;
};

/** @example outcomesOf(context) // '503 and 504' */
export const outcomesOf = ({ finding }: Pick<Context, 'finding'>): string => finding.outcomes.join(' and ');

/** The first measurement of a kind that a cause rests on. */
export const factIn = ({ finding }: Context, code: FactCode): Fact | undefined =>
  finding.evidence.find((fact) => fact.code === code);

/** A number of that measurement; undefined where it has none. */
export const numberIn = (context: Context, code: FactCode, name: string): number | undefined =>
  factIn(context, code)?.numbers[name];
