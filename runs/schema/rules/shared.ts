import { z } from 'zod';
import { about } from '../about.ts';

/** A number that a platform's record holds as its default. */
export type DefaultOf = { readonly default: { readonly value: number } };
type Bounded = {
  readonly bounds: { readonly value: { readonly minReplicasLeast: number } };
  readonly knobs: { readonly minReplicas: DefaultOf; readonly maxReplicas: DefaultOf };
};

/** What an editor shows of the least number of replicas. */
export const aboutMinReplicas = about('the autoscaler keeps at least so many replicas', 3, {
  unit: 'replicas',
});
/** What an editor shows of the largest number of replicas. */
export const aboutMaxReplicas = about('the autoscaler never asks for more replicas', 20, {
  unit: 'replicas',
});

/** Least and most replicas, with the platform's own bounds and defaults. */
export const boundsOf = ({ bounds, knobs }: Bounded) => ({
  minReplicas: z
    .int()
    .min(bounds.value.minReplicasLeast)
    .default(knobs.minReplicas.default.value)
    .meta(aboutMinReplicas),
  maxReplicas: z.int().min(1).default(knobs.maxReplicas.default.value).meta(aboutMaxReplicas),
});

/** The key that names the rule. */
export const kindSchema = <const Kind extends string>(kind: Kind, description: string) =>
  z.literal(kind).meta(about(description, kind));
