import type { PolicySettings } from '../../../runs/schema/policy.ts';
import type { PolicyVariant } from '../../../runs/schema/recommendation.ts';
import { platformOfRule } from '../../platforms/index.ts';
import type { KnobChanges } from '../../platforms/knob.ts';
import { differing, documentedKnobs, type Knobs, knobsOf, searchedKnobs } from './knobs.ts';

/** A named alternative to the policy's own knobs as they are in use. */
type Variant = {
  readonly name: PolicyVariant;
  /** What it sets otherwise than in use. */
  readonly knobs: Knobs;
};

/** Rules of a direction keep what they do not change; a knob that the policy lacks is passed over. */
const changed = (inUse: Knobs, changes: KnobChanges): Knobs =>
  Object.fromEntries(
    Object.entries(changes)
      .filter(([key]) => key in inUse)
      .map(([key, value]) => {
        const now = inUse[key as keyof Knobs];
        return [key, typeof now === 'object' && typeof value === 'object' ? { ...now, ...value } : value];
      }),
  );

/** By name: several knobs together, then each of them by itself. */
const alternativesTo = (policy: PolicySettings): readonly (readonly [PolicyVariant, KnobChanges])[] => [
  ...Object.entries(platformOfRule(policy.kind)?.variants ?? {}),
  ...searchedKnobs(policy).flatMap(([key, { search }]) =>
    Object.entries(search?.tries ?? {}).map(([name, value]) => [name, { [key]: value }] as const),
  ),
];

/**
 * The closed set of alternatives to the knobs in use that a search tries: the platform's documented defaults, then
 * what its record has for one kind of load or another. One that comes to the knobs in use, or to one before it, is
 * left out.
 */
export const variantsOf = (policy: PolicySettings): readonly Variant[] => {
  const inUse = knobsOf(policy);
  const variants = [
    { name: 'documentedDefaults', knobs: differing(documentedKnobs(policy), inUse) },
    ...alternativesTo(policy).map(([name, changes]) => ({
      name,
      knobs: differing(changed(inUse, changes), inUse),
    })),
  ];
  const keys = ['{}', ...variants.map(({ knobs }) => JSON.stringify(knobs))];
  return variants.filter((_, i) => keys.indexOf(keys[i + 1]!) === i + 1);
};

/** The variant that a candidate with these knobs is; null: it leaves them as they are in use. */
export const variantWith = (policy: PolicySettings, knobs: Knobs | undefined): Variant | null =>
  variantsOf(policy).find((variant) => JSON.stringify(variant.knobs) === JSON.stringify(knobs)) ?? null;
