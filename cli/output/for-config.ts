import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ResolvedConfig } from '../../config/resolve.ts';
import type { Run } from '../../runs/schema/run.ts';
import { configOption } from '../shared-options.ts';
import { typedPath } from './shown-path.ts';

/** Verbs that read a config, where another one than the usual may be meant. */
const readsConfig = /^headroom (?:test|doctor|verify|apply|rollback|tune|clean|rbac)(?: |$)/;

const isUsual = (file: string): boolean => file === resolve(configOption.default);

/** A config as a command names it; undefined for the usual one. */
export const namedConfig = (file: string): string | undefined =>
  isUsual(file) ? undefined : typedPath(file);

/**
 * A command that reads the config that this one read, where it names none yet.
 *
 * @example forConfig('headroom doctor', { file: '/home/me/my.config.ts' }) // 'headroom doctor --config /home/me/my.config.ts'
 */
export const forConfig = (command: string, { file }: Pick<ResolvedConfig, 'file'>): string =>
  readsConfig.test(command) && !command.includes(' --config ') && !isUsual(file)
    ? `${command} --config ${typedPath(file)}`
    : command;

/** The config that a run was recorded with, an absolute path; undefined where that is not known or not here, as on another machine. */
export const recordedConfigFile = (
  { configFile }: Pick<Run, 'configFile'>,
  folder: string,
): string | undefined => {
  const file = configFile && resolve(folder, configFile);
  return file !== undefined && existsSync(file) ? file : undefined;
};

/** The same as a command names it; undefined for the usual one too. */
export const recordedConfig = (run: Pick<Run, 'configFile'>, folder: string): string | undefined => {
  const file = recordedConfigFile(run, folder);
  return file && namedConfig(file);
};

/** A command after a look at a recorded run, with the config that this one was recorded with, where that is here. */
export const forRecordedConfig = (command: string, run: Pick<Run, 'configFile'>, folder: string): string => {
  const file = recordedConfigFile(run, folder);
  return file === undefined ? command : forConfig(command, { file });
};
