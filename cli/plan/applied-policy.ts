import { readJsonIfAny } from '../../runs/folder.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import { appliedSchema } from '../../runs/schema/verification.ts';

/**
 * The policy that was put into effect after a run was recorded, and not taken back: it is in force now, whatever the run had.
 * Undefined: nothing was applied.
 */
export const appliedPolicy = async (folder: string): Promise<PolicySettings | undefined> => {
  const file = await readJsonIfAny(folder, 'applied.json', appliedSchema);
  if (file.kind !== 'read' || file.value.rolledBackAtMs !== undefined) return undefined;
  return file.value.settings.policy;
};
