import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { azuremlV1SdkArguments, dialects, scalingSettingsOf } from '../../planner/settings/index.ts';
import { trapText } from '../../reports/words/traps.ts';
import { writeText } from '../../runs/folder.ts';
import type { Recommendation } from '../../runs/schema/recommendation.ts';

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

type OwnSettings = {
  /** The user's own settings file, if one is given. */
  readonly ownFile: string | undefined;
  readonly note: (line: string) => void;
};

/**
 * The advised settings as files ready to apply, into `settings/` of the run folder: in the words of the policy's
 * platform, and as a patched copy of the user's own file where one is given. A fixed number of replicas has no file.
 *
 * Traps that are left in the patched copy are told through `note`.
 *
 * @returns paths of the files
 */
export const writeSettings = async (
  folder: string,
  { settings: { policy, queueWaitMs, requestTimeoutMs }, compared }: Recommendation,
  { ownFile, note }: OwnSettings,
): Promise<string[]> => {
  if (policy.kind === 'fixed') return [];
  const dialect = dialects[policy.kind];
  const settings = scalingSettingsOf({
    policy,
    inUse: compared.current.settings.policy,
    router: {
      ...(typeof queueWaitMs === 'number' && { queueWaitMs }),
      ...(typeof requestTimeoutMs === 'number' && { requestTimeoutMs }),
    },
  });
  const target = join(folder, 'settings');
  await mkdir(target, { recursive: true });
  const written = [await writeText(target, dialect.fileName, dialect.write('', settings))];
  if (policy.kind === 'azureml-v1') {
    written.push(await writeText(target, 'deploy_configuration.py', azuremlV1SdkArguments(settings)));
  }
  if (ownFile !== undefined) {
    const patched = dialect.write(await readOwn(ownFile), settings);
    for (const trap of dialect.lint(patched)) note(`${basename(ownFile)}: ${trapText(trap)}`);
    written.push(await writeText(target, `patched-${basename(ownFile)}`, patched));
  }
  return written;
};
