import { basename } from 'node:path';
import {
  azuremlV1SdkArguments,
  decidedFor,
  decidedSettingsOf,
  dialects,
  lintText,
  metricsWithoutWords,
  type ObjectNames,
  type Reading,
  removedEntries,
  scalingSettingsOf,
  simulatedOf,
  withoutBoundsElsewhere,
  withoutTargetsElsewhere,
} from '../../planner/settings/index.ts';
import type { SettingsFile } from '../../reports/report.ts';
import { trapText } from '../../reports/words/settings/traps.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import type { Recommendation } from '../../runs/schema/recommendation.ts';
import { type Decided, differencesFrom } from './note-differences.ts';
import type { OwnSettings } from './own-settings.ts';
import { isMadeByKeda, otherObjectTexts } from './recorded-names.ts';
import { patchedPrefix, sdkFileName } from './settings-files.ts';

/** A policy that has files. */
type Scaling = Exclude<PolicySettings, { readonly kind: 'fixed' }>;

type SettingsOptions = {
  /** The user's own settings file, if one is given. */
  readonly own: OwnSettings | undefined;
  /** What the recorded service calls its objects. */
  readonly names: ObjectNames;
  /** Requests that a simulated replica ran at once. */
  readonly slotsPerReplica: number;
  readonly note: (line: string) => void;
};

/** The traps of a file, without the word that metrics are not simulated which the config describes. */
const trapsFor = ({ traps, otherMetrics }: Reading, policy: PolicySettings): Reading['traps'] => {
  const followed = simulatedOf(otherMetrics, policy).map(({ hpaName }) => hpaName);
  return traps.filter((trap) => trap.rule !== 'metric-not-simulated' || !followed.includes(trap.hpaName));
};

/** What `headroom lint` tells of the file beside the traps of the object that is patched: it is applied as a whole. */
const tellsOfOthers = (text: string, { form, name }: Reading): string[] => {
  const { readings, refused, notTaken, shared } = lintText(text);
  const ofOthers = readings
    .filter((other) => other.form !== form || other.name !== name)
    .flatMap((other) => other.traps.map((trap) => ({ object: other.name ?? other.form, trap })))
    .filter(({ trap }) => trap.level === 'error');
  return [
    ...refused.map((one) => {
      const said = `${one.what}${one.where ? ` (${one.where})` : ''}`;
      // What to give in its place is no advice here: the file that is patched may be just that.
      return notTaken.includes(one) ? `note: ${said}` : `error: ${said}: ${one.fix}`;
    }),
    ...[...ofOthers, ...shared].map(({ object, trap }) => `${object}: ${trapText(trap)}`),
  ];
};

/** The user's own file with what was decided, and what there is to say about it. */
const patchOwn = (
  { file, text }: OwnSettings,
  written: Parameters<typeof decidedSettingsOf>[0] & Decided,
  { names, note }: SettingsOptions,
): string => {
  const { policy } = written;
  if (policy.kind === 'fixed') throw new Error('a fixed number of replicas has no file');
  const dialect = dialects[policy.kind];
  const say = (line: string): void => note(`${basename(file)}: ${line}`);
  const own = dialect.readingOf(text, names);
  const inUse = scalingSettingsOf({ policy: written.inUse });
  const decided = withoutTargetsElsewhere(own, decidedSettingsOf(written), inUse);
  const patched = dialect.write(text, decidedFor(own, withoutBoundsElsewhere(own, decided)), names);
  const copy = dialect.readingOf(patched, names);
  if (own.isPart)
    say(
      'it is a part of an HPA, such as a patch of Kustomize: what it does not say stands elsewhere, and was not compared',
    );
  for (const line of otherObjectTexts(own, names)) say(line);
  for (const line of differencesFrom({ own, copy, decided: written })) say(line);
  for (const { path, line, said } of removedEntries(text, patched))
    say(`removed: ${path} (line ${line}), which was ${said.length > 60 ? `${said.slice(0, 60)}…` : said}`);
  for (const trap of trapsFor(copy, policy)) say(trapText(trap));
  for (const line of tellsOfOthers(patched, copy)) say(line);
  return patched;
};

/** Why there is no new file of a platform; undefined: nothing speaks against one. */
const withoutNewFile = (
  policy: Scaling,
  { own, names }: Pick<SettingsOptions, 'own' | 'names'>,
): string | undefined => {
  const wordless = metricsWithoutWords(policy);
  if (wordless.length > 0) return `it would lack ${wordless.join(', ')}`;
  if (policy.kind !== 'keda-http') return undefined;
  const isScaledElsewhere =
    isMadeByKeda(names) || (own && dialects[policy.kind].readingOf(own.text, names).isScaledElsewhere);
  return isScaledElsewhere ? 'KEDA would make a second ScaledObject of it, beside yours' : undefined;
};

/** What the user's own file holds, where that is known, to be followed by another word. */
const ownKind = ({ kind }: Scaling, names: ObjectNames): string => {
  if (kind === 'keda-http') return 'HTTPScaledObject ';
  return isMadeByKeda(names) ? 'ScaledObject ' : '';
};

/**
 * The advised settings as files ready to apply: in the words of the policy's platform, and as a patched copy of the user's own
 * file where one is given. A fixed number of replicas has no file. Nothing is written here: a file that can't be patched must
 * not leave a part of a plan behind.
 *
 * What was removed from the copy, and the traps that are left in it, are told through `note`.
 *
 * @throws HeadroomError E_CONFIG for an own file that can't be read as settings, or has no place for them
 */
export const settingsTexts = (
  { settings: { policy, queueWaitMs, requestTimeoutMs }, compared }: Recommendation,
  options: SettingsOptions,
): readonly SettingsFile[] => {
  const { own, names, slotsPerReplica, note } = options;
  if (policy.kind === 'fixed') {
    if (own !== undefined)
      note(
        `${own.file} is not patched: the advice is a fixed number of replicas, which no settings file holds`,
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
  const without = withoutNewFile(policy, options);
  if (without !== undefined && own === undefined)
    note(
      `no new ${dialect.fileName}, as ${without}: patch your own ${ownKind(policy, names)}with --settings`,
    );
  if (without === undefined && isMadeByKeda(names))
    note(`KEDA made the HPA ${names.name} and would overwrite it: patch your ScaledObject with --settings`);
  return [
    ...(without !== undefined ? [] : [{ name: dialect.fileName, text: dialect.write('', settings, names) }]),
    ...(policy.kind === 'azureml-v1' ? [{ name: sdkFileName, text: azuremlV1SdkArguments(settings) }] : []),
    ...(own === undefined
      ? []
      : [
          {
            name: `${patchedPrefix}${basename(own.file)}`,
            text: patchOwn(own, { ...written, slotsPerReplica }, options),
          },
        ]),
  ];
};
