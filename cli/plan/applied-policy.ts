import { shellPath } from '../../errors/shell-path.ts';
import { readJsonIfAny } from '../../runs/folder.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import { appliedSchema } from '../../runs/schema/verification.ts';
import { unusableText } from '../unusable-file.ts';

/**
 * The policy that was put into effect after a run was recorded, and not taken back: it is in force now, whatever the run had.
 * Undefined: nothing was applied, or it is not known whether it was, which is said.
 */
export const appliedPolicy = async (
  folder: string,
  note: (text: string) => void,
): Promise<PolicySettings | undefined> => {
  const file = await readJsonIfAny(folder, 'applied.json', appliedSchema);
  if (file.kind === 'unusable') {
    note(
      `applied.json can't be used (${unusableText(file)}): what the run recorded counts as in use, though other settings may have been applied since`,
    );
    return undefined;
  }
  if (file.kind === 'absent' || file.value.rolledBackAtMs !== undefined) return undefined;
  const { outcome, settings } = file.value;
  if (outcome !== 'open') return settings.policy;
  note(
    `an apply of this folder ended without a known outcome: what the run recorded counts as in use. headroom rollback ${shellPath(folder)} tells whether it was written`,
  );
  return undefined;
};
