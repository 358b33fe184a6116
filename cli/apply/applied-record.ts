import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { isSame } from '../../planner/settings/index.ts';
import { writeJson, writeText } from '../../runs/folder.ts';
import type { PlannedSettings } from '../../runs/schema/recommendation.ts';
import {
  type Applied,
  appliedSchema,
  type WrittenField,
  type WrittenObject,
} from '../../runs/schema/verification.ts';
import { unusableText } from '../unusable-file.ts';
import { joinedFields } from './joined-fields.ts';
import { readAppliedIfAny, refuseOfOtherRun, runIdIn } from './read-applied.ts';
import type { Outcome, Way, WriteRecord } from './way.ts';
import { settledFields } from './write-fate.ts';

type Recorded = {
  readonly folder: string;
  readonly settings: PlannedSettings;
  /** The folder of an apply that this one goes on from: what stood there before it is what a rollback restores. */
  readonly continues?: string | undefined;
  /** The command that looks at the write later, and takes it back. */
  readonly rollback: string;
  readonly note: (line: string) => void;
};

const name = 'applied.json';

/**
 * What an apply left in a folder, and nobody took back yet.
 *
 * @throws HeadroomError E_RUN_FOLDER for a record that can't be used, or is another run's: to write over it would lose what
 * stood there before
 */
const standingRecord = async (folder: string): Promise<Applied | undefined> => {
  const file = await readAppliedIfAny(folder);
  if (file.kind === 'unusable')
    throw new HeadroomError('E_RUN_FOLDER', {
      what: `${name} can't be used: ${unusableText(file)}`,
      where: folder,
      fix: 'it holds what stood there before an apply: restore that by hand, then move the file away',
    });
  refuseOfOtherRun(folder, file);
  return file.kind !== 'read' || file.value.rolledBackAtMs !== undefined ? undefined : file.value;
};

/**
 * Fields that earlier applies wrote into the same object, and that were not taken back.
 *
 * @throws HeadroomError E_SAFETY where they went into another object: the record holds one, and what stood in that would be lost
 */
const earlierFields = (
  { folder, rollback }: Recorded,
  standing: Applied | undefined,
  { object, live }: Outcome,
): readonly WrittenField[] => {
  if (standing?.object === undefined) return [];
  if (isSame(standing.object, object)) return settledFields(standing, live);
  throw new HeadroomError('E_SAFETY', {
    what: `an earlier apply wrote to ${objectText(standing.object)}: ${name} would no longer hold what stood there before`,
    where: folder,
    fix: `take that back first: ${rollback} --yes`,
  });
};

const objectText = (object: WrittenObject): string =>
  object.kind === 'azure' ? object.id : `${object.objectKind}/${object.name}`;

/** What stood there before the first of several writes, as far as it is known. */
const beforeFirst = (
  standing: Applied | undefined,
  before: unknown,
  fields: readonly WrittenField[] | undefined,
): unknown =>
  fields === undefined
    ? (standing?.before ?? before)
    : Object.fromEntries(fields.map((field) => [field.path.join('.'), field.before]));

type Written = Pick<Applied, 'before' | 'fields' | 'earlierFields' | 'outcome' | 'differences'>;

const writeRecord = async (
  { folder, settings }: Recorded,
  how: Applied['how'],
  { object }: Outcome,
  written: Written,
): Promise<void> => {
  const plannedFrom = await runIdIn(folder);
  const head = { schemaVersion: 1, ...(plannedFrom && { plannedFrom }), how, atMs: Date.now() } as const;
  const what = { settings, ...(object && { object }) };
  await writeJson(folder, name, appliedSchema, { ...head, ...what, ...written });
};

const readIfAny = (path: string): Promise<string | null> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });

const restored = async (folder: string, text: string | null): Promise<void> => {
  if (text === null) await rm(join(folder, name), { force: true });
  else await writeText(folder, name, text);
};

/**
 * Settings that the user has applied, after a write of ours into the same folder: nothing new was written, so the record of
 * that write stays, or nothing could take it back any more.
 *
 * @returns whether there is such a record
 */
const keptRecord = async ({ folder, settings }: Recorded): Promise<boolean> => {
  const standing = await standingRecord(folder);
  if (standing?.object === undefined) return false;
  await writeJson(folder, name, appliedSchema, { ...standing, settings });
  return true;
};

const openText = (rollback: string, canLook: boolean): string =>
  canLook
    ? `whether it was written is not known; what was there before is kept: ${rollback} looks at what is there now`
    : 'whether it was written is not known: look at what is there now';

const madeText = (rollback: string, canLook: boolean): string =>
  `the advised settings are in force, but ${name} could not be written: it leaves open whether they are${canLook ? `; ${rollback} looks at what is there now` : ''}`;

/**
 * Makes a write by a way, and keeps applied.json true at each moment: from before the write on it holds what was there, with
 * an open outcome until the write is known to be made. A write that was refused leaves the record as it was before; one that
 * fails otherwise, or that no answer came to, leaves the record open.
 *
 * @returns what of the object is not as it was simulated and was left alone, a sentence for each
 * @throws HeadroomError of the way; E_RUN_FOLDER before anything is written, for a record that can't be used
 */
export const recordedWrite = async (
  recorded: Recorded,
  way: Pick<Way, 'how' | 'apply'>,
): Promise<readonly string[]> => {
  const { folder, continues = folder, rollback, note } = recorded;
  for (const each of new Set([folder, continues])) await standingRecord(each);
  if (way.how === 'byHand' && (await keptRecord(recorded))) return [];
  const standing = await standingRecord(continues);
  const earlierText = await readIfAny(join(folder, name));
  let open: Outcome | null = null;
  let earlier: readonly WrittenField[] = [];
  const record: WriteRecord = {
    keep: async (outcome) => {
      if (open === null) earlier = earlierFields(recorded, standing, outcome);
      open = outcome;
      const written = outcome.fields && {
        fields: [...outcome.fields],
        ...(earlier.length > 0 && { earlierFields: [...earlier] }),
      };
      const before = beforeFirst(standing, outcome.before, written && joinedFields(earlier, written.fields));
      await writeRecord(recorded, way.how, outcome, { before, ...written, outcome: 'open' });
    },
    drop: async () => {
      open = null;
      await restored(folder, earlierText);
    },
  };
  const outcome = await way.apply(record).catch((error: unknown) => {
    if (open !== null) note(openText(rollback, open.object !== undefined));
    throw error;
  });
  if (open === null) earlier = earlierFields(recorded, standing, outcome);
  const { object, fields } = outcome;
  const written = object && fields && { fields: [...joinedFields(earlier, fields)] };
  const { differences = [] } = outcome;
  const left = differences.length > 0 && { differences: [...differences] };
  const before = beforeFirst(standing, outcome.before, written?.fields);
  await writeRecord(recorded, way.how, outcome, { before, ...written, ...left }).catch((error: unknown) => {
    if (open !== null) note(madeText(rollback, object !== undefined));
    throw error;
  });
  return differences;
};
