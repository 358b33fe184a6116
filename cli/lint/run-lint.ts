import { exitCodeOf } from '../../errors/catalogue.ts';
import { exit } from '../../errors/exit-codes.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { shellPath } from '../../errors/shell-path.ts';
import { lintText } from '../../planner/settings/index.ts';
import { type Finding, renderLint } from '../../reports/lint-terminal.ts';
import { trapParts } from '../../reports/words/settings/traps.ts';
import { nextLine } from '../output/next-command.ts';
import { printAnswer } from '../output/print.ts';
import { readSettings } from '../read-settings.ts';

const lineIn = (where: string | undefined): number | null => {
  const line = /^line (\d+)/.exec(where ?? '')?.[1];
  return line === undefined ? null : Number(line);
};

type LintedFile = {
  readonly objects: number;
  readonly findings: readonly Finding[];
  /** Deployments of Azure ML v2: no recording tells which of several is meant. */
  readonly deployments: number;
};

const lintFile = async (file: string): Promise<LintedFile> => {
  const text = await readSettings(file, 'name settings files that exist');
  const { readings, refused, shared, objects } = lintText(text);
  const told = [
    ...readings.flatMap(({ form, name, traps }) => traps.map((trap) => ({ object: name ?? form, trap }))),
    ...shared,
  ];
  const traps = told.map(({ object, trap }): Finding => {
    const { level, rule, line = null } = trap;
    return { file, object, level, rule, line, ...trapParts(trap) };
  });
  const refusals = refused.map(({ what, where, fix = '' }): Finding => {
    return { file, object: null, level: 'error', rule: 'refused', line: lineIn(where), what, fix };
  });
  const deployments = readings.filter(({ dialect }) => dialect === 'azureml-v2').length;
  return { objects, findings: [...refusals, ...traps], deployments };
};

/** Programs, pages and notes, but for Python, whose scripts may hold the arguments of an SDK. */
const program = /\.[cm]?[jt]sx?$|\.(?:go|html?|md|sh)$/i;

/** @throws HeadroomError E_USAGE with every file that is a program, and what to run on it instead */
const refusePrograms = (files: readonly string[]): void => {
  const faults = files
    .filter((file) => program.test(file))
    .map((file) => {
      const isConfig = /\.config\.[cm]?[jt]s$/.test(file);
      return {
        what: isConfig ? `${file} is a config of Headroom` : `${file} is not a settings file`,
        fix: `${isConfig ? `headroom config check --config ${shellPath(file)}; ` : ''}lint reads what configures an autoscaler: YAML or JSON files, and Python scripts with SDK arguments`,
      };
    });
  if (faults.length > 0) throw new HeadroomError('E_USAGE', faults);
};

/** What to type next: the same again once it is corrected, or the file to its advice. */
const nextOf = (
  files: readonly string[],
  { objects, errors, deployments }: Readonly<Record<'objects' | 'errors' | 'deployments', number>>,
): string => {
  if (objects === 0) return 'headroom lint <file with an autoscaler>';
  if (errors > 0) return `headroom lint ${files.map(shellPath).join(' ')} again, once corrected`;
  return deployments > 1
    ? `headroom plan runs/<run> --settings <file with one of the ${deployments} deployments of ${shellPath(files[0]!)}> writes a copy with what was decided`
    : `headroom plan runs/<run> --settings ${shellPath(files[0]!)} writes a copy with what was decided`;
};

type LintOptions = { readonly files: readonly string[]; readonly asJson: boolean };

/**
 * `headroom lint`: traps in settings files, with their lines. The exit code is that of a faulty config if one of them is
 * an error, or if none of the files configures scaling.
 *
 * @throws HeadroomError E_USAGE for a file that can't be read, or that is a program
 */
export const runLint = async ({ files, asJson }: LintOptions): Promise<void> => {
  refusePrograms(files);
  const linted = await Promise.all(files.map(lintFile));
  const findings = linted.flatMap((file) => file.findings);
  const objects = linted.reduce((sum, file) => sum + file.objects, 0);
  const count = (wanted: Finding['level']): number => findings.filter(({ level }) => level === wanted).length;
  const summary = { objects, errors: count('error'), warnings: count('warning') };
  printAnswer(
    { schemaVersion: 1, ...summary, findings },
    {
      asJson,
      text: () =>
        `${renderLint(findings, { files: files.length, ...summary })}\n${nextLine(nextOf(files, { ...summary, deployments: linted[0]?.deployments ?? 0 }))}`,
    },
  );
  process.exitCode = summary.errors > 0 || objects === 0 ? exitCodeOf('E_CONFIG') : exit.ok;
};
