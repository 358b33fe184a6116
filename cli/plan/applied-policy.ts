import { shellPath } from '../../errors/shell-path.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import type { PlannedSettings } from '../../runs/schema/recommendation.ts';
import type { Run } from '../../runs/schema/run.ts';
import { readAppliedIfAny } from '../apply/read-applied.ts';
import { forRecordedConfig } from '../output/for-config.ts';
import { unusableText } from '../unusable-file.ts';

/** The router's limits that were put into effect: a plan takes those of the recording. Empty where there were none. */
const appliedLimitsText = ({ queueWaitMs, requestTimeoutMs }: PlannedSettings): string =>
  [queueWaitMs === undefined ? [] : 'queue wait', requestTimeoutMs === undefined ? [] : 'request timeout']
    .flat()
    .join(' and the ');

/**
 * The policy that was put into effect after a run was recorded, and not taken back: it is in force now, whatever the run had.
 * Undefined: nothing was applied, or it is not known whether it was, which is said.
 */
export const appliedPolicy = async (
  folder: string,
  last: Pick<Run, 'configFile'>,
  note: (text: string) => void,
): Promise<PolicySettings | undefined> => {
  const file = await readAppliedIfAny(folder);
  if (file.kind === 'unusable' || file.kind === 'ofOtherRun') {
    const why = file.kind === 'unusable' ? unusableText(file) : file.why;
    note(
      `applied.json can't be used (${why}): what the run recorded counts as in use, though other settings may have been applied since`,
    );
    return undefined;
  }
  if (file.kind === 'absent' || file.value.rolledBackAtMs !== undefined) return undefined;
  const { outcome, settings, differences = [] } = file.value;
  if (outcome !== 'open') {
    const limits = appliedLimitsText(settings);
    if (limits !== '')
      note(
        `the ${limits} changed too when the last advice was applied. This plan counts what the run was recorded with as in use: plan a run that was fired after that`,
      );
    if (differences.length > 0)
      note(
        `this plan counts what was simulated as in use, and not all was so when the last advice was applied: ${differences.join('. ')}`,
      );
    return settings.policy;
  }
  const rollback = forRecordedConfig(`headroom rollback ${shellPath(folder)}`, last, folder);
  note(
    `an apply of this folder ended without a known outcome: what the run recorded counts as in use. ${rollback} says whether it was written`,
  );
  return undefined;
};
