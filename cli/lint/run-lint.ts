import { exitCodeOf } from '../../errors/catalogue.ts';
import { exit } from '../../errors/exit-codes.ts';
import { lintText } from '../../planner/settings/index.ts';
import { type Finding, renderLint } from '../../reports/lint-terminal.ts';
import { trapParts } from '../../reports/words/traps.ts';
import { printAnswer } from '../output/print.ts';
import { readSettings } from '../read-settings.ts';

const lineIn = (where: string | undefined): number | null => {
  const line = /^line (\d+)/.exec(where ?? '')?.[1];
  return line === undefined ? null : Number(line);
};

const lintFile = async (file: string): Promise<readonly [objects: number, findings: readonly Finding[]]> => {
  const { readings, refused } = lintText(await readSettings(file, 'name settings files that exist'));
  const traps = readings.flatMap(({ form, name, traps: all }) =>
    all.map((trap): Finding => {
      const { level, rule, line = null } = trap;
      return { file, object: name ?? form, level, rule, line, ...trapParts(trap) };
    }),
  );
  const refusals = refused.map(({ what, where, fix = '' }): Finding => {
    return { file, object: null, level: 'error', rule: 'refused', line: lineIn(where), what, fix };
  });
  return [readings.length + refused.length, [...refusals, ...traps]];
};

type LintOptions = { readonly files: readonly string[]; readonly asJson: boolean };

/**
 * `headroom lint`: traps in settings files, with their lines. The exit code is that of a faulty config if one of them is
 * an error, or if none of the files configures scaling.
 *
 * @throws HeadroomError E_USAGE for a file that can't be read
 */
export const runLint = async ({ files, asJson }: LintOptions): Promise<void> => {
  const linted = await Promise.all(files.map(lintFile));
  const findings = linted.flatMap(([, found]) => found);
  const objects = linted.reduce((sum, [count]) => sum + count, 0);
  const count = (wanted: Finding['level']): number => findings.filter(({ level }) => level === wanted).length;
  const summary = { objects, errors: count('error'), warnings: count('warning') };
  printAnswer(
    { schemaVersion: 1, ...summary, findings },
    { asJson, text: () => renderLint(findings, { files: files.length, ...summary }) },
  );
  process.exitCode = summary.errors > 0 || objects === 0 ? exitCodeOf('E_CONFIG') : exit.ok;
};
