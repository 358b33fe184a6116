import type { Recommendation } from '../../runs/schema/recommendation.ts';

/** Whether replicas start or end at all: a fixed number of them leaves no start-up lag and no scaling to tell of. */
export const startsReplicas = ({
  settings,
  compared,
}: {
  readonly settings: Pick<Recommendation['settings'], 'policy'>;
  readonly compared: { readonly current: { readonly settings: Pick<Recommendation['settings'], 'policy'> } };
}): boolean => settings.policy.kind !== 'fixed' || compared.current.settings.policy.kind !== 'fixed';
