import type { PolicyVariant } from '../../../runs/schema/recommendation.ts';

/** A named alternative to a policy's own knobs: what it does, and what it is good for. */
type VariantText = { readonly name: string; readonly why: string };

/** Why each of the platforms' alternatives may pay. One that is not here is named by what it sets. */
const variantWords: Readonly<Record<PolicyVariant, VariantText>> = {
  documentedDefaults: {
    name: 'the documented defaults',
    why: 'the settings in use differ from them, which may cost more than it saves',
  },
  scaleUpUnlimited: {
    name: 'scale up without limit',
    why: 'in a steep rise from few replicas, twice as many or 4 more in 15 s are not enough',
  },
  scaleDownAfter60s: {
    name: 'scale down after 60 s',
    why: 'replicas that the load no longer needs are removed after a minute',
  },
  scaleUpUnlimitedDownAfter60s: {
    name: 'scale up without limit, scale down after 60 s',
    why: 'replicas follow the load both ways, so that fewer of them need to stay warm',
  },
  scaleDownAfter10min: {
    name: 'scale down after 10 min',
    why: 'replicas of one spike are still there for another that comes within ten minutes',
  },
  stableWindow20s: {
    name: 'stable window 20 s',
    why: 'the mean follows the load three times as fast, and replicas of a panic are removed as early',
  },
  stableWindow15sHardlyPanic: {
    name: 'stable window 15 s, hardly any panic',
    why: 'a window this short rises almost as fast as panic does, and keeps no replicas after the peak',
  },
  stableWindow30sPanic150: {
    name: 'stable window 30 s, panic at 150 %',
    why: 'a rise by half is answered at once, and its replicas are removed after half a minute',
  },
  panicWindow5: {
    name: 'panic window of 5 %',
    why: 'panic sees a step after two readings of the autoscaler',
  },
  rateOver30s: {
    name: 'rate over 30 s',
    why: 'the rate over half a minute shows a spike, and its end, twice as fast as the rate over a minute',
  },
  rateOver15s: {
    name: 'rate over 15 s',
    why: 'each reading of the autoscaler covers only requests that came after the one before it',
  },
};

/**
 * What a variant does and why, one clause: "scale down after 60 s: replicas that …".
 *
 * @param settings what it sets otherwise than in use, for one that has no words
 */
export const variantText = (variant: PolicyVariant, settings: readonly string[]): string => {
  const words = variantWords[variant];
  return words === undefined ? settings.join(', ') : `${words.name}: ${words.why}`;
};
