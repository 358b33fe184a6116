import { basename, dirname, join, resolve } from 'node:path';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { readJson, readJsonIfAny, writeJson } from '../../runs/folder.ts';
import { type Baselines, baselineNameSchema, baselinesSchema } from '../../runs/schema/baselines.ts';
import { runSchema } from '../../runs/schema/run.ts';
import { unusableText } from '../unusable-file.ts';

const fileName = 'baselines.json';

/**
 * The baselines of a folder of runs; none where it has no such file.
 *
 * @throws HeadroomError E_RUN_FOLDER when the file is broken
 */
export const readBaselines = async (runsFolder: string): Promise<Baselines> => {
  const file = await readJsonIfAny(runsFolder, fileName, baselinesSchema);
  if (file.kind === 'read') return file.value.baselines;
  if (file.kind === 'absent') return {};
  throw new HeadroomError('E_RUN_FOLDER', {
    what: `${fileName} can't be used: ${unusableText(file)}`,
    where: join(runsFolder, fileName),
    fix: 'fix it, or remove it and name the baselines again: headroom runs baseline <name> <run>',
  });
};

const write = (runsFolder: string, baselines: Baselines): Promise<string> =>
  writeJson(runsFolder, fileName, baselinesSchema, { schemaVersion: 1, baselines });

/**
 * Keeps a run as a baseline; an earlier one of that name is one no longer.
 *
 * @throws HeadroomError E_USAGE for a name that can't be one, a run of another folder, or one that has not ended; E_RUN_FOLDER
 * for what is no run
 */
export const nameBaseline = async (runsFolder: string, name: string, run: string): Promise<void> => {
  const parsed = baselineNameSchema.safeParse(name);
  if (!parsed.success) {
    throw new HeadroomError('E_USAGE', {
      what: `a baseline can't be called ${JSON.stringify(name)}: ${parsed.error.issues[0]!.message}`,
      fix: 'name it like main or v1.2',
    });
  }
  const { status } = await readJson(run, 'run.json', runSchema);
  if (status === 'running') {
    throw new HeadroomError('E_USAGE', {
      what: 'the run has not ended: it is being recorded, or the tool was killed',
      where: run,
      fix: 'wait for its end, or name another: headroom runs lists them',
    });
  }
  if (resolve(dirname(resolve(run))) !== resolve(runsFolder)) {
    throw new HeadroomError('E_USAGE', {
      what: `a baseline lies beside the other runs, in ${runsFolder}`,
      where: run,
      fix: 'name the folder of this run with --runs',
    });
  }
  await write(runsFolder, { ...(await readBaselines(runsFolder)), [name]: basename(resolve(run)) });
};

const unknownBaseline = (name: string, runsFolder: string, baselines: Baselines): HeadroomError => {
  const known = Object.keys(baselines).sort();
  return new HeadroomError('E_USAGE', {
    what: `there is no baseline ${JSON.stringify(name)}${known.length === 0 ? '' : `, only ${known.join(', ')}`}`,
    where: join(runsFolder, fileName),
    fix: 'name one: headroom runs baseline <name> <run>',
  });
};

/**
 * Forgets a baseline; its run stays.
 *
 * @throws HeadroomError E_USAGE where there is none of that name
 */
export const forgetBaseline = async (runsFolder: string, name: string): Promise<void> => {
  const baselines = await readBaselines(runsFolder);
  if (!Object.hasOwn(baselines, name)) throw unknownBaseline(name, runsFolder, baselines);
  await write(runsFolder, Object.fromEntries(Object.entries(baselines).filter(([other]) => other !== name)));
};

/**
 * The folder of a baseline's run.
 *
 * @throws HeadroomError E_USAGE where there is none of that name
 */
export const baselineFolder = async (runsFolder: string, name: string): Promise<string> => {
  const baselines = await readBaselines(runsFolder);
  if (!Object.hasOwn(baselines, name)) throw unknownBaseline(name, runsFolder, baselines);
  return join(runsFolder, baselines[name]!);
};
