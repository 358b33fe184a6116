import { dialects, movedSettingsOf, undecidedDifferences } from '../../planner/settings/index.ts';
import { leftAloneText } from '../../reports/apply-terminal.ts';
import { trapText } from '../../reports/words/settings/traps.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import { valueAt } from './fields.ts';

/**
 * What of an object in force is not as it was simulated and is left alone, a sentence for each: somebody has changed it since,
 * or the config said otherwise. So is traffic that does not reach what is written.
 *
 * @throws HeadroomError E_CONFIG for an object that can't be understood
 */
export const liveDifferences = (
  object: unknown,
  { policy, inUse }: { readonly policy: PolicySettings; readonly inUse: PolicySettings },
): readonly string[] => {
  if (policy.kind === 'fixed') {
    const found = valueAt(object, ['spec', 'replicas']);
    const isKept = inUse.kind === 'fixed' && inUse.replicas === policy.replicas && found !== policy.replicas;
    return isKept ? [leftAloneText({ path: ['replicas'], found, simulated: policy.replicas })] : [];
  }
  const reading = dialects[policy.kind].readingOf(JSON.stringify(object));
  const left = undecidedDifferences(reading, inUse, movedSettingsOf({ policy, inUse }));
  const split = reading.traps.filter(({ rule }) => rule === 'split-traffic');
  return [...left.map(leftAloneText), ...split.map(trapText)];
};
