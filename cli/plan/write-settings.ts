import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import {
  azuremlV1SdkArguments,
  decidedSettingsOf,
  dialects,
  metricsWithoutWords,
  type ObjectNames,
  removedEntries,
  scalingSettingsOf,
  withoutItsMetric,
  withoutTargetsElsewhere,
} from '../../planner/settings/index.ts';
import { trapText } from '../../reports/words/traps.ts';
import { writeText } from '../../runs/folder.ts';
import type { Recommendation } from '../../runs/schema/recommendation.ts';
import { type Decided, differencesFrom } from './note-differences.ts';
import { isMadeByKeda } from './recorded-names.ts';
import { patchedPrefix, sdkFileName, settingsFolder } from './settings-files.ts';

const readOwn = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new HeadroomError('E_USAGE', {
      what: `your settings file can't be read: ${messageOf(cause)}`,
      where: file,
      fix: 'name an existing file with --settings',
      cause,
    });
  }
};

type SettingsOptions = {
  /** The user's own settings file, if one is given. */
  readonly ownFile: string | undefined;
  /** What the recorded service calls its objects. */
  readonly names: ObjectNames;
  readonly note: (line: string) => void;
};

/** The user's own file with what was decided, and what there is to say about it. */
const patchOwn = async (
  ownFile: string,
  written: Parameters<typeof decidedSettingsOf>[0] & Decided,
  { names, note }: SettingsOptions,
): Promise<string> => {
  const { policy } = written;
  if (policy.kind === 'fixed') throw new Error('a fixed number of replicas has no file');
  const dialect = dialects[policy.kind];
  const text = await readOwn(ownFile);
  const say = (line: string): void => note(`${basename(ownFile)}: ${line}`);
  const own = dialect.readingOf(text, names);
  const inUse = scalingSettingsOf({ policy: written.inUse });
  const decided = withoutTargetsElsewhere(own, decidedSettingsOf(written), inUse);
  const patched = dialect.write(text, withoutItsMetric(own, decided), names);
  const copy = dialect.readingOf(patched, names);
  if (own.isPart)
    say(
      'it is a part of an HPA, such as a patch of Kustomize: what it does not say stands elsewhere, and was not compared',
    );
  for (const line of differencesFrom({ own, copy, decided: written })) say(line);
  for (const { path, line, said } of removedEntries(text, patched))
    say(`removed: ${path} (line ${line}), which was ${said.length > 60 ? `${said.slice(0, 60)}…` : said}`);
  for (const trap of copy.traps) say(trapText(trap));
  return patched;
};

/**
 * The advised settings as files ready to apply, into `settings/` of the run folder: in the words of the policy's
 * platform, and as a patched copy of the user's own file where one is given. A fixed number of replicas has no file.
 *
 * What was removed from the copy, and the traps that are left in it, are told through `note`.
 *
 * @returns paths of the files
 */
export const writeSettings = async (
  folder: string,
  { settings: { policy, queueWaitMs, requestTimeoutMs }, compared }: Recommendation,
  options: SettingsOptions,
): Promise<string[]> => {
  const { ownFile, names, note } = options;
  if (policy.kind === 'fixed') {
    if (ownFile !== undefined)
      note(
        `${ownFile} is not patched: the advice is a fixed number of replicas, which no settings file holds`,
      );
    return [];
  }
  const dialect = dialects[policy.kind];
  const written = {
    policy,
    inUse: compared.current.settings.policy,
    router: {
      ...(typeof queueWaitMs === 'number' && { queueWaitMs }),
      ...(typeof requestTimeoutMs === 'number' && { requestTimeoutMs }),
    },
  };
  const settings = scalingSettingsOf(written);
  const target = join(folder, settingsFolder);
  await mkdir(target, { recursive: true });
  const wordless = metricsWithoutWords(policy);
  const files =
    wordless.length > 0
      ? []
      : [await writeText(target, dialect.fileName, dialect.write('', settings, names))];
  if (wordless.length > 0)
    note(
      `no new ${dialect.fileName}, as it would lack ${wordless.join(', ')}: patch your own with --settings`,
    );
  if (isMadeByKeda(names))
    note(`KEDA made the HPA ${names.name} and would overwrite it: patch your ScaledObject with --settings`);
  if (policy.kind === 'azureml-v1')
    files.push(await writeText(target, sdkFileName, azuremlV1SdkArguments(settings)));
  if (ownFile !== undefined)
    files.push(
      await writeText(
        target,
        `${patchedPrefix}${basename(ownFile)}`,
        await patchOwn(ownFile, written, options),
      ),
    );
  return files;
};
