import { escapeControlsInLines } from '../../errors/escape-controls.ts';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { shellPath } from '../../errors/shell-path.ts';
import { lintText } from '../../planner/settings/index.ts';
import { type Migration, type MigrationRow, migrationOf } from '../../planner/settings/migrate.ts';
import type { Trap } from '../../planner/settings/trap.ts';
import { fitsInto, textTable } from '../../reports/text-table.ts';
import { migrationText } from '../../reports/words/settings/migration.ts';
import { trapParts, trapText } from '../../reports/words/settings/traps.ts';
import { nextLine } from '../output/next-command.ts';
import { print, terminalWidth } from '../output/print.ts';
import { readSettings } from '../read-settings.ts';
import { writeNew } from '../write-whole.ts';

type MigrateOptions = {
  readonly file: string;
  /** A new file for the deployment of v2. */
  readonly out: string | undefined;
  readonly asJson: boolean;
};

const sideText = ({ value, isDefault }: MigrationRow['v1']): string =>
  isDefault ? `${value} (default)` : value;

/** Both sides in one row, or below each other where that is too wide: the names of v2 are long. */
const tableOf = (rows: readonly MigrationRow[], width: number): string => {
  const beside = textTable(
    ['v1', 'value', 'v2', 'value'],
    rows.map(({ v1, v2 }) => [v1.name, sideText(v1), v2.name, sideText(v2)]),
  );
  if (fitsInto(beside, width)) return beside;
  const sides = rows.flatMap(({ v1, v2 }) => [
    [`v1 ${v1.name}`, sideText(v1)],
    [`v2 ${v2.name}`, sideText(v2)],
  ]);
  return textTable(['setting', 'value'], sides);
};

/** A file that exists is somebody's: it is not overwritten. */
const writeOut = async (out: string, text: string): Promise<void> => {
  try {
    await writeNew(out, text);
  } catch (cause) {
    const isThere = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    throw new HeadroomError(isThere ? 'E_USAGE' : 'E_DISK', {
      what: `the file can't be written: ${messageOf(cause)}`,
      where: out,
      fix: isThere
        ? 'name a file that does not exist yet with --out'
        : 'check the free space, or name a file in a folder that can be written to with --out',
      cause,
    });
  }
};

/** A file of v2 is what a migration ends in. */
const nothingToWrite = (file: string): HeadroomError =>
  new HeadroomError('E_USAGE', {
    what: 'the file is of Azure ML v2 already: there is no other to write',
    where: file,
    fix: 'leave --out out: both generations are shown side by side',
  });

/** No file is made that v2 would refuse. Its lines are not told: there is no such file to look at. */
const refuseNewErrors = (file: string, inNew: readonly Trap[]): void => {
  const errors = inNew.filter(({ level }) => level === 'error');
  if (errors.length === 0) return;
  throw new HeadroomError(
    'E_CONFIG',
    errors.map((trap) => {
      const { what, fix } = trapParts(trap);
      return { what: `v2 would refuse what this file says: ${what}`, where: file, fix };
    }),
  );
};

/** What v1 would refuse, or nobody meant, is not carried over into a new file. */
const refuseErrors = (file: string, text: string): void => {
  const errors = lintText(text).readings.flatMap(({ traps }) =>
    traps.filter(({ level }) => level === 'error'),
  );
  if (errors.length === 0) return;
  throw new HeadroomError(
    'E_CONFIG',
    errors.map((trap) => ({
      ...trapParts(trap),
      where: trap.line === undefined ? file : `${file}:${trap.line}`,
    })),
  );
};

const nextOf = ({ text }: Migration, { file, out }: Pick<MigrateOptions, 'file' | 'out'>): string => {
  if (text === null) return `headroom lint ${shellPath(file)}`;
  return out === undefined
    ? `headroom migrate ${shellPath(file)} --out deployment.yml`
    : `headroom lint ${shellPath(out)}`;
};

const printMigration = (migration: Migration, files: Pick<MigrateOptions, 'file' | 'out'>): void => {
  const { rows, notes, text, traps } = migration;
  const { out } = files;
  print(tableOf(rows, terminalWidth()));
  print('');
  for (const note of notes) print(`- ${migrationText(note)}`);
  const place = text === null ? '' : 'in the new file: ';
  for (const trap of traps) print(`- ${place}${trapText(trap)}`);
  // A broken line of a file could not be copied.
  if (text !== null && out === undefined) console.log(`\n${escapeControlsInLines(text.trimEnd())}`);
  if (text !== null && out !== undefined) print(`\nwritten: ${out}`);
  print(`\n${nextLine(nextOf(migration, files))}`);
};

/**
 * `headroom migrate`: Azure ML v1 and v2 side by side, and the deployment of v2 that does what the file of v1 says.
 *
 * @throws HeadroomError E_USAGE, E_DISK; E_CONFIG for a file that is of neither, and for errors in one of v1 or in what it comes to in v2
 */
export const runMigrate = async ({ file, out, asJson }: MigrateOptions): Promise<void> => {
  const source = await readSettings(file, 'name a file of Azure ML v1 or v2');
  const migration = migrationOf(source);
  if (migration.from === 'azureml-v1') {
    refuseErrors(file, source);
    refuseNewErrors(file, migration.traps);
  }
  if (out !== undefined) {
    if (migration.text === null) throw nothingToWrite(file);
    await writeOut(out, migration.text);
  }
  if (asJson) console.log(JSON.stringify({ schemaVersion: 1, ...migration }));
  else printMigration(migration, { file, out });
};
