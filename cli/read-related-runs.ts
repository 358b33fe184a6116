import { basename, join } from 'node:path';
import type { RelatedRuns } from '../reports/report.ts';
import { readJsonIfAny } from '../runs/folder.ts';
import { type Result, resultSchema } from '../runs/schema/result.ts';
import type { Verification } from '../runs/schema/verification.ts';

/** The result in the folder of another run beside that of this one; undefined where it is not there or not readable. */
const resultBeside = async (folder: string, id: string): Promise<Result | undefined> => {
  if (basename(id) !== id) return undefined;
  const file = await readJsonIfAny(join(folder, '..', id), 'result.json', resultSchema);
  return file.kind === 'read' && file.value.run.id === id ? file.value : undefined;
};

/**
 * The runs that belong to one, from the folders beside its own: the re-run that proved its advice, and the run whose
 * advice it proves. A report is complete without them.
 */
export const readRelatedRuns = async (
  folder: string,
  { run }: Result,
  verification: Verification | undefined,
): Promise<RelatedRuns> => {
  const rerun = verification && (await resultBeside(folder, verification.verifiedBy));
  const planned = run.provesAdviceOf && (await resultBeside(folder, run.provesAdviceOf));
  return {
    ...(rerun?.run.provesAdviceOf === run.id && { rerun }),
    ...(planned && { planned: { id: planned.run.id } }),
  };
};
