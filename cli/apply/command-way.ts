import { readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import {
  type CommandPlaceholder,
  type CommandVariable,
  commandPlaceholders,
} from '../../config/command-words.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { wholeSettingsText } from '../../reports/words/settings/settings.ts';
import type { PlannedSettings } from '../../runs/schema/recommendation.ts';
import { isOfOtherAdvice, otherAdviceText } from '../plan/other-advice.ts';
import { rankOf, readSettingsFiles } from '../plan/settings-files.ts';
import type { Interrupt } from '../run/interrupt.ts';
import { runCommand } from './run-command.ts';
import type { Way } from './way.ts';

type Command = {
  readonly command: readonly string[];
  readonly auto: boolean;
};

type Given = {
  /** The run folder. */
  readonly folder: string;
  readonly settings: PlannedSettings;
  /** In use before, as far as the plan knows. */
  readonly former: PlannedSettings;
  /** The user has agreed: the command is about to run. */
  readonly isAllowed: boolean;
  /** The command that goes on once the settings have been applied by hand. */
  readonly afterwards: string;
  /** Who may stop the command; undefined: signals do, while it runs. */
  readonly interrupt?: Pick<Interrupt, 'stop' | 'cut'> | undefined;
  /** Gets each line that the command prints. */
  readonly note: (line: string) => void;
};

/** The settings files of a plan, the user's own patched one first, as a plan lists them; none in folders that hold none. */
const settingsFiles = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(join(folder, 'settings')).catch(() => []);
  return names
    .toSorted((a, b) => rankOf(a) - rankOf(b) || a.localeCompare(b))
    .map((name) => join(folder, 'settings', name));
};

/** `{recommendation}` and `{settings}` in the arguments stand for paths; without either, the recommendation comes last. */
const argumentsOf = (
  args: readonly string[],
  paths: Readonly<Record<CommandPlaceholder, string>>,
): readonly string[] => {
  const filled = args.map((arg) =>
    commandPlaceholders.reduce((text, name) => text.replaceAll(`{${name}}`, () => paths[name]), arg),
  );
  return filled.some((arg, i) => arg !== args[i]) ? filled : [...args, paths.recommendation];
};

const environmentOf = (
  { folder, settings: { policy, queueWaitMs, requestTimeoutMs } }: Given,
  files: readonly string[],
): Readonly<Record<string, string>> => {
  const { kind } = policy;
  const [minReplicas, maxReplicas] =
    kind === 'fixed' ? [policy.replicas, policy.replicas] : [policy.minReplicas, policy.maxReplicas];
  const values: Readonly<Record<CommandVariable, string | number | null | undefined>> = {
    RUN: folder,
    RECOMMENDATION: join(folder, 'recommendation.json'),
    SETTINGS: files.join(delimiter),
    AUTOSCALER: kind,
    MIN_REPLICAS: minReplicas,
    MAX_REPLICAS: maxReplicas,
    TARGET_UTILIZATION: 'targetUtilization' in policy ? policy.targetUtilization : undefined,
    QUEUE_WAIT_MS: queueWaitMs,
    REQUEST_TIMEOUT_MS: requestTimeoutMs,
  };
  const said = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(said.map(([name, value]) => [`HEADROOM_${name}`, String(value)]));
};

/** @throws HeadroomError E_CONFIG for {settings} in a command where the plan has written no file of settings */
const demandSettings = (command: readonly string[], folder: string): void => {
  const asked = command.find((arg) => arg.includes('{settings}'));
  if (asked === undefined) return;
  throw new HeadroomError('E_CONFIG', {
    what: `apply.command holds ${asked}, and ${join(folder, 'settings')} has no file of settings`,
    where: 'apply.command',
    fix: 'name {recommendation} instead, or write one: headroom plan --settings <your file>',
  });
};

/** What the command is to set, and what a person would have to put back: each with all that differs from the other. */
const changesText = ({ settings, former }: Given): string =>
  `advised: ${wholeSettingsText(settings, former)}
in use, as the plan found it: ${wholeSettingsText(former, settings)}
headroom rollback can't take back what the command does; applied.json keeps the settings that were in use`;

/**
 * The user's own command. It gets the paths of the recommendation and of the settings files as arguments and environment,
 * and what it prints is shown.
 */
export const commandWay = ({ command, auto }: Command, given: Given): Way => {
  const [file = '', ...args] = command;
  const { folder, former } = given;
  const filled = async () => {
    const files = await settingsFiles(folder);
    if (files.length === 0) demandSettings(args, folder);
    const paths = { recommendation: join(folder, 'recommendation.json'), settings: files[0] ?? '' };
    return { files, full: [file, ...argumentsOf(args, paths)] };
  };
  return {
    how: 'command',
    needsYes: !auto,
    canBeTakenBack: false,
    preview: async () =>
      `${given.isAllowed ? 'runs' : 'would run'}: ${(await filled()).full.join(' ')}\n${changesText(given)}`,
    apply: async ({ keep, drop }) => {
      const { files, full } = await filled();
      for (const file of await readSettingsFiles(folder))
        if (isOfOtherAdvice(file, given.settings)) given.note(otherAdviceText(file.name));
      await keep({ before: former });
      await runCommand(full, {
        env: environmentOf(given, files),
        note: given.note,
        interrupt: given.interrupt,
        onNotStarted: drop,
        fix: `correct the command, or apply the settings by hand and run ${given.afterwards}`,
      });
      return { before: former };
    },
  };
};
