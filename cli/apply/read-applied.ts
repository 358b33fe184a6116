import { HeadroomError } from '../../errors/headroom-error.ts';
import { inItems } from '../../planner/settings/index.ts';
import { readJsonIfAny } from '../../runs/folder.ts';
import { runIdSchema } from '../../runs/schema/run.ts';
import { type Applied, appliedSchema, type WrittenField } from '../../runs/schema/verification.ts';
import { joinedFields } from './joined-fields.ts';

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
 * A record with the fields of list items each for itself. Older ones have a whole list as one field, with all that its items
 * held: only what was written of it is compared, restored and kept.
 */
const inItemsOf = (applied: Applied): Applied => {
  const split = (fields: readonly WrittenField[]): WrittenField[] =>
    inItems(fields).map((field) => ({ ...field, path: [...field.path] }));
  const { fields, earlierFields } = applied;
  if (fields === undefined) return applied;
  const [own, earlier] = [split(fields), split(earlierFields ?? [])];
  const before = joinedFields(earlier, own).map((field) => [field.path.join('.'), field.before]);
  return {
    ...applied,
    before: Object.fromEntries(before),
    fields: own,
    ...(earlierFields && { earlierFields: earlier }),
  };
};

/**
 * What an apply left in a run's folder. Older records name no run and count as the folder's own.
 *
 * @throws HeadroomError E_RUN_FOLDER when the file is there and the system does not let it be read
 */
export const readAppliedIfAny = async (folder: string): Promise<AppliedFile> => {
  const file = await readJsonIfAny(folder, 'applied.json', appliedSchema);
  if (file.kind !== 'read') return file;
  const record = { ...file, value: inItemsOf(file.value) };
  const { plannedFrom } = record.value;
  if (plannedFrom === undefined) return record;
  const own = (await runIdIn(folder)) ?? plannedFrom;
  if (own === plannedFrom) return record;
  const why = `it says what was applied from another run, ${plannedFrom}; this folder holds ${own}`;
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
