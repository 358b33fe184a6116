import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Dumped, dumpedIn } from '../../cluster/dump/objects.ts';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { type FileText, textOfFile } from '../text-of-file.ts';

/** What a dump's folder, or one file of it, holds. */
export type Dump = {
  readonly dumped: Dumped;
  /** Container logs, by the name of their file. */
  readonly logs: readonly { readonly name: string; readonly text: string }[];
  /** Files that were not read, with the reason. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
};

const howTo =
  'name a folder with what `kubectl get deploy,rs,pods,hpa,events,nodes -o json` wrote, and logs as *.log';

const filesIn = async (path: string): Promise<string[]> => {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    throw new HeadroomError('E_USAGE', {
      what: `the dump can't be read: ${messageOf(error)}`,
      where: path,
      fix: howTo,
    });
  }
};

type FileRead = { readonly dumped: Dumped } | { readonly reason: string };

const readJsonFile = (name: string, text: string): FileRead => {
  try {
    const dumped = dumpedIn(JSON.parse(text) as unknown, basename(name));
    return dumped === null
      ? { reason: 'it is not a Kubernetes object, or holds something that is not' }
      : { dumped };
  } catch (error) {
    // What JSON.parse quotes of the file may be secret.
    return { reason: error instanceof SyntaxError ? 'it is not JSON' : messageOf(error) };
  }
};

const isLog = (name: string): boolean => /\.(?:log|txt)$/i.test(name);

/** A log of a dump, or its objects; else why it was passed over. */
const contentOf = (
  name: string,
  read: FileText,
): FileRead | { readonly log: { name: string; text: string } } => {
  if ('reason' in read) return read;
  return isLog(name) ? { log: { name, text: read.text } } : readJsonFile(name, read.text);
};

/**
 * Reads a dump: objects from *.json, container logs from *.log and *.txt.
 *
 * @throws HeadroomError E_USAGE for a folder that can't be read, and for one that holds neither objects nor logs
 */
export const readDump = async (path: string): Promise<Dump> => {
  const read: Dumped[] = [];
  const logs: { name: string; text: string }[] = [];
  const skipped: { name: string; reason: string }[] = [];
  for (const name of await filesIn(path)) {
    if (/\.ya?ml$/i.test(name)) skipped.push({ name, reason: 'it is YAML: write it with -o json' });
    else if (!isLog(name) && !/\.json$/i.test(name))
      skipped.push({ name, reason: 'neither *.json nor *.log' });
    else {
      const file = contentOf(name, await textOfFile(name));
      if ('log' in file) logs.push(file.log);
      else if ('dumped' in file) read.push(file.dumped);
      else skipped.push({ name, reason: file.reason });
    }
  }
  if (read.every(({ objects }) => objects.length === 0) && logs.length === 0) {
    const [first] = skipped;
    throw new HeadroomError('E_USAGE', {
      what: `the dump holds no objects and no logs${first ? ` (${basename(first.name)}: ${first.reason})` : ''}`,
      where: path,
      fix: howTo,
    });
  }
  return {
    dumped: { objects: read.flatMap(({ objects }) => objects), kinds: read.flatMap(({ kinds }) => kinds) },
    logs,
    skipped,
  };
};
