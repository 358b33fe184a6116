import { existsSync } from 'node:fs';
import { loadConfig } from '../../config/load-config.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { readAllPayloads } from '../../load/plan/payloads.ts';
import { usualColumns, wrapText } from '../../reports/text-table.ts';
import { forConfig } from '../output/for-config.ts';
import { nextLine } from '../output/next-command.ts';
import { print, printNote } from '../output/print.ts';
import { whatIsDone } from './check.ts';

/** Where the texts of the lines begin. */
const nameColumns = 15;

/** Files that a test needs and that may come later, as a sandbox's kubeconfig does. */
const notThere = ({ cluster, k6 }: ResolvedConfig): string[] =>
  [['cluster.kubeconfig', cluster?.kubeconfig] as const, ['k6.path', k6.path] as const].flatMap(
    ([key, file]) =>
      file === undefined || existsSync(file) ? [] : [`${key} names ${file}, which is not there now`],
  );

const lineOf = ([name, text]: readonly [string, string]): string => {
  const lines = wrapText(text, usualColumns - nameColumns);
  const indent = ' '.repeat(nameColumns);
  return name.length < nameColumns
    ? `${name.padEnd(nameColumns)}${lines.join(`\n${indent}`)}`
    : `${name}\n${indent}${lines.join(`\n${indent}`)}`;
};

/**
 * `headroom config check`: every fault at once; of a config without one, what a test with it would do.
 *
 * @throws HeadroomError E_CONFIG, E_SAFETY
 */
export const checkConfig = async (file: string): Promise<void> => {
  const config = await loadConfig(file);
  const payloads = await readAllPayloads(config.endpoints);
  for (const note of payloads.flatMap(({ notes }) => notes)) printNote(note);
  for (const warning of [...config.warnings, ...notThere(config)])
    printNote(wrapText(`warning: ${warning}`, usualColumns).join('\n  '));
  for (const line of whatIsDone(config)) print(lineOf(line));
  print(`\n${file} is valid. ${nextLine(forConfig('headroom doctor', config))}`);
};
