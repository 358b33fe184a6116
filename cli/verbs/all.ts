import { applyCommand } from './apply.ts';
import { capacityCommand } from './capacity.ts';
import { cleanCommand } from './clean.ts';
import { compareCommand } from './compare.ts';
import { completionCommand } from './completion.ts';
import { configCommand } from './config.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { explainCommand } from './explain.ts';
import { initCommand } from './init.ts';
import { k6Command } from './k6.ts';
import { lintCommand } from './lint.ts';
import { mcpCommand } from './mcp.ts';
import { migrateCommand } from './migrate.ts';
import { openCommand } from './open.ts';
import { planCommand } from './plan.ts';
import { rbacCommand } from './rbac.ts';
import { reportCommand } from './report.ts';
import { rollbackCommand } from './rollback.ts';
import { runsCommand, runsParts } from './runs.ts';
import { sandboxCommand } from './sandbox.ts';
import { simulateCommand } from './simulate.ts';
import { testCommand } from './test.ts';
import { tuneCommand } from './tune.ts';
import { verifyCommand } from './verify.ts';

/** All verbs, in the order of the help. */
export const verbs = [
  initCommand,
  doctorCommand,
  testCommand,
  reportCommand,
  openCommand,
  runsCommand,
  explainCommand,
  planCommand,
  capacityCommand,
  compareCommand,
  applyCommand,
  rollbackCommand,
  verifyCommand,
  tuneCommand,
  simulateCommand,
  sandboxCommand,
  demoCommand,
  lintCommand,
  migrateCommand,
  rbacCommand,
  cleanCommand,
  k6Command,
  configCommand,
  mcpCommand,
  completionCommand,
] as const;

const nameOf = (usage: string): string => usage.split(' ')[0]!;

/** The names of all verbs. */
export const verbNames: readonly string[] = verbs.map(({ command }) => nameOf(command));

type Part = { readonly command: string; readonly describe: string };

const parts: Readonly<Record<string, readonly Part[]>> = { runs: runsParts };

/** The verbs of two words that begin with this one; none for most. */
export const partsOf = (verb: string): readonly Part[] => parts[verb] ?? [];

/**
 * How the verb of a command line is called; undefined: it names none.
 *
 * @example usageIn(['runs', 'baseline', 'main']) // 'runs baseline <name> [run]'
 */
export const usageIn = (argv: readonly string[]): string | undefined => {
  const at = argv.findIndex((word) => verbNames.includes(word));
  const verb = argv[at];
  if (verb === undefined) return undefined;
  const part = partsOf(verb).find(({ command }) => argv.slice(at + 1).includes(nameOf(command)));
  if (part !== undefined) return `${verb} ${part.command}`;
  return verbs.find(({ command }) => nameOf(command) === verb)?.command;
};

/**
 * Names of a verb's positional arguments.
 *
 * @example positionalsOf('compare <base> <runs..>') // ['base', 'runs']
 */
export const positionalsOf = (usage = ''): string[] =>
  [...usage.matchAll(/[<[]([\w-]+)/g)].map(([, name]) => name!);
