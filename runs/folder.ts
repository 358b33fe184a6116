import { randomBytes } from 'node:crypto';
import { access, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import { utf8Text } from '../errors/encoding.ts';
import { HeadroomError, messageOf } from '../errors/headroom-error.ts';
import { makeFolders } from '../errors/make-folders.ts';
import { shellPath } from '../errors/shell-path.ts';
import { isRunning } from './processes.ts';
import { faultsOf } from './schema/faults/faults.ts';
import { type WrittenBy, writtenBy } from './schema/faults/written-by.ts';

/** Folder name of a run: UTC time, scenario and four hex digits that keep two runs of one second apart. */
export const runIdOf = (createdAtMs: number, scenario: string): string => {
  const time = new Date(createdAtMs).toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  return `${time}-${scenario}-${randomBytes(2).toString('hex')}`;
};

/**
 * Makes a folder of runs or of a run, with those above it.
 *
 * @returns whether it was not there
 * @throws HeadroomError E_DISK when it can't be made
 */
export const makeFolder = async (folder: string): Promise<boolean> => {
  try {
    return await makeFolders(folder);
  } catch (error) {
    throw new HeadroomError('E_DISK', {
      what: `the run folder can't be made: ${messageOf(error)}`,
      where: folder,
      fix: 'name a folder that you may write to with --runs',
      cause: error,
    });
  }
};

/** @throws HeadroomError E_DISK when the folder can't be made */
export const createRunFolder = async (parent: string, id: string): Promise<string> => {
  const folder = resolve(parent, id);
  await makeFolder(folder);
  return folder;
};

/**
 * Writes text so that a reader sees the old file or the new one, never a part: into a neighbour, then renamed.
 *
 * @throws HeadroomError E_DISK
 */
export const writeText = async (folder: string, name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  const part = `${path}.${process.pid}.part`;
  try {
    await writeFile(part, text);
    await rename(part, path);
    return path;
  } catch (error) {
    // On a full disk a part would take room that the next try needs. Why it can't be removed is what is told already.
    await rm(part, { force: true }).catch(() => undefined);
    throw new HeadroomError('E_DISK', {
      what: `${name} can't be written: ${messageOf(error)}`,
      where: folder,
      fix: 'check the free space and the rights of the folder',
      cause: error,
    });
  }
};

/**
 * Removes what processes left half written that were killed: those of this machine that no longer run. A folder that
 * is still written to keeps what its writer is about to rename.
 */
export const removeLeftParts = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    const processId = /\.(\d+)\.part$/.exec(name)?.[1];
    if (processId !== undefined && !isRunning(Number(processId)))
      await rm(join(folder, name), { force: true });
  }
};

/** Writes one of the run folder's JSON files; a value that breaks its schema is a defect of the tool. */
export const writeJson = async <T extends z.ZodType>(
  folder: string,
  name: string,
  schema: T,
  value: z.input<T>,
): Promise<string> => writeText(folder, name, `${JSON.stringify(schema.parse(value), null, 1)}\n`);

const systemCodeOf = (cause: unknown): string | undefined =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;

/** The files of a run that come after its test, and the verb that makes each. */
const madeLater: Readonly<Record<string, { readonly verb: string; readonly of: string }>> = {
  'calibration.json': { verb: 'plan', of: 'no plan' },
  'recommendation.json': { verb: 'plan', of: 'no advice' },
  'verification.json': { verb: 'verify', of: 'no proof' },
  'applied.json': { verb: 'apply', of: 'no settings that were applied' },
};

/** Whether something is at a path that this process can see. */
export const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const runFix = 'name the folder of a run, as `headroom test` printed it; headroom runs lists them';

/** Of a file that is not there: is it that no verb has made it yet, or is the folder no run? */
const absent = async (folder: string, name: string, cause: unknown): Promise<HeadroomError> => {
  const later = madeLater[name];
  if (later !== undefined && (await isThere(join(folder, 'run.json'))))
    return new HeadroomError('E_RUN_FOLDER', {
      what: `this run has ${later.of} yet: there is no ${name}`,
      where: folder,
      fix: `headroom ${later.verb} ${shellPath(folder)} first`,
      cause,
    });
  const what = (await isThere(folder))
    ? `the folder is not a run: it has no ${name}`
    : 'there is no such folder';
  return new HeadroomError('E_RUN_FOLDER', { what, where: folder, fix: runFix, cause });
};

/** @throws HeadroomError E_RUN_FOLDER when the file is absent, no JSON, or of another shape */
export const readJson = async <T extends z.ZodType>(
  folder: string,
  name: string,
  schema: T,
): Promise<z.output<T>> => {
  const path = join(folder, name);
  let value: unknown;
  try {
    value = JSON.parse(utf8Text(await readFile(path)));
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') throw await absent(folder, name, error);
    throw new HeadroomError('E_RUN_FOLDER', {
      what: `${name} can't be read: ${messageOf(error)}`,
      where: folder,
      fix: runFix,
      cause: error,
    });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new HeadroomError('E_RUN_FOLDER', faultsOf(schema, value, path));
  return parsed.data;
};

type OptionalFile<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'absent' }
  /** There, but of no use here; `why` names no folder of this machine. */
  | { readonly kind: 'unusable'; readonly writtenBy: WrittenBy; readonly why: string };

/**
 * One of the JSON files that a run folder may hold or not.
 *
 * @throws HeadroomError E_RUN_FOLDER when the file is there and the system does not let it be read
 */
export const readJsonIfAny = async <T extends z.ZodType>(
  folder: string,
  name: string,
  schema: T,
): Promise<OptionalFile<z.output<T>>> => {
  try {
    return { kind: 'read', value: await readJson(folder, name, schema) };
  } catch (error) {
    if (!(error instanceof HeadroomError)) throw error;
    const [first, ...others] = error.details;
    const systemCode = systemCodeOf(first?.cause);
    if (systemCode === 'ENOENT') return { kind: 'absent' };
    if (first === undefined || systemCode !== undefined) throw error;
    const more = others.length === 0 ? '' : `, and ${others.length} more`;
    const isJson = first.cause === undefined;
    return {
      kind: 'unusable',
      writtenBy: isJson
        ? writtenBy(schema, JSON.parse(await readFile(join(folder, name), 'utf8')))
        : 'damaged',
      why: `${first.what}${more}`,
    };
  }
};

/** Size of a file of a run folder; 0 where there is none. */
export const fileBytes = async (folder: string, name: string): Promise<number> => {
  try {
    return (await stat(join(folder, name))).size;
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return 0;
    throw error;
  }
};
