import { HeadroomError } from '../../errors/headroom-error.ts';
import { readJsonIfAny } from '../../runs/folder.ts';
import { runIdSchema } from '../../runs/schema/run.ts';
import { appliedSchema } from '../../runs/schema/verification.ts';

/** The id of the run that a folder holds, whatever the folder is called; undefined where its run.json tells none. */
export const runIdIn = async (folder: string): Promise<string | undefined> => {
  const file = await readJsonIfAny(folder, 'run.json', runIdSchema);
  return file.kind === 'read' ? file.value.id : undefined;
};

type AppliedFile =
  | Awaited<ReturnType<typeof readJsonIfAny<typeof appliedSchema>>>
  /** Copied or moved from the folder of another run. */
  | { readonly kind: 'ofOtherRun'; readonly plannedFrom: string; readonly why: string };

/**
 * What an apply left in a run's folder. Older records name no run and count as the folder's own.
 *
 * @throws HeadroomError E_RUN_FOLDER when the file is there and the system does not let it be read
 */
export const readAppliedIfAny = async (folder: string): Promise<AppliedFile> => {
  const file = await readJsonIfAny(folder, 'applied.json', appliedSchema);
  if (file.kind !== 'read' || file.value.plannedFrom === undefined) return file;
  const { plannedFrom } = file.value;
  const own = (await runIdIn(folder)) ?? plannedFrom;
  if (own === plannedFrom) return file;
  const why = `it tells what was applied from another run, ${plannedFrom}; this folder holds ${own}`;
  return { kind: 'ofOtherRun', plannedFrom, why };
};

/** Another run's record, where what stood there before is to be taken back or written over. */
export const refuseOfOtherRun = (folder: string, file: AppliedFile): void => {
  if (file.kind !== 'ofOtherRun') return;
  throw new HeadroomError('E_RUN_FOLDER', {
    what: `applied.json can't be used: ${file.why}`,
    where: folder,
    fix: `move it into the folder of ${file.plannedFrom}, where headroom rollback finds it; if it is there still, delete it here`,
  });
};
