import { join } from 'node:path';
import { findObject } from '../../cluster/write/find-object.ts';
import { parseRef } from '../../cluster/write/object-ref.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { shellPath } from '../../errors/shell-path.ts';
import type { PlannedSettings } from '../../runs/schema/recommendation.ts';
import { forConfig } from '../output/for-config.ts';
import { recordedObjects } from '../plan/recorded-names.ts';
import { readRecording } from '../read-recording.ts';
import type { Interrupt } from '../run/interrupt.ts';
import { recordedWrite } from './applied-record.ts';
import { armClient, azureWay } from './azure-way.ts';
import { commandWay } from './command-way.ts';
import { demandOwnObject } from './demand-own-object.ts';
import { kubernetesWay } from './kubernetes-way.ts';
import { placeOf } from './place.ts';
import { sandboxWay } from './sandbox-way.ts';
import type { Way } from './way.ts';

/** Which settings are applied, and what the user has agreed to. */
export type ApplyOptions = {
  /** The run folder that holds recommendation.json. */
  readonly folder: string;
  readonly settings: PlannedSettings;
  /** What the advice was compared with: only what it sets otherwise is written. */
  readonly former: PlannedSettings;
  /** The user has applied the settings already. */
  readonly isApplied: boolean;
  /** The user has agreed that something may be changed. */
  readonly isAllowed: boolean;
  /** `Kind/name` of the object to write to; by default the one that scales the recorded service. */
  readonly object?: string | undefined;
  /** The folder of an apply that this one goes on from: what stood there before it is what a rollback restores. */
  readonly continues?: string | undefined;
  /** The user has just been shown what is written. */
  readonly isPreviewed?: boolean;
  /** Who may stop a command that applies them; undefined: signals do, while it runs. */
  readonly interrupt?: Pick<Interrupt, 'stop' | 'cut'>;
  /** Write also where a GitOps tool keeps the object as Git has it. */
  readonly isForced?: boolean;
  readonly note: (line: string) => void;
};

/** What an apply wrote. */
export type Written = {
  readonly how: Exclude<Way['how'], 'byHand'>;
  /** The command that takes it back; null: none can. */
  readonly takenBackBy: string | null;
};

const byHand = (former: PlannedSettings): Way => ({
  how: 'byHand',
  needsYes: false,
  canBeTakenBack: false,
  preview: async () => 'the settings have been applied by hand',
  apply: async () => ({ before: former }),
});

/** The commands that a person goes on with. */
const commandsFor = (config: ResolvedConfig, folder: string) => {
  const by = (verb: string, end = ''): string =>
    forConfig(`headroom ${verb} ${shellPath(folder)}${end}`, config);
  return { apply: by('apply'), rollback: by('rollback', ' --yes'), afterwards: by('verify', ' --applied') };
};

/** A fixed number has no file of settings. */
const byHandText = (config: ResolvedConfig, { folder, settings: { policy } }: ApplyOptions): string => {
  const { apply, afterwards } = commandsFor(config, folder);
  if (policy.kind === 'azureml-v1')
    return `${apply} prints the call of the Python SDK: make it and run ${afterwards}, or set apply.command`;
  if (policy.kind === 'azureml-v2')
    return `set apply.azure, which names the deployment to write to, or apply the files in ${join(folder, 'settings')} by hand and run ${afterwards}, or set apply.command`;
  const what =
    policy.kind === 'fixed'
      ? `set the number of replicas to ${policy.replicas}`
      : `apply the files in ${join(folder, 'settings')}`;
  return `${what} by hand and run ${afterwards}, or set apply.command`;
};

const noWay = (config: ResolvedConfig, options: ApplyOptions): HeadroomError =>
  new HeadroomError('E_USAGE', {
    what: 'the config does not say how settings are applied',
    where: 'apply',
    fix: byHandText(config, options),
  });

const clusterWay = async (config: ResolvedConfig, options: ApplyOptions, named?: string): Promise<Way> => {
  const { policy } = options.settings;
  if (policy.kind === 'azureml-v1' || policy.kind === 'azureml-v2') throw noWay(config, options);
  const place = await placeOf(config);
  const namespace = config.cluster!.namespace;
  const recorded = recordedObjects(await readRecording(options.folder));
  const ref = named
    ? parseRef(named, namespace)
    : await findObject(place.connection, policy.kind, { namespace, ...recorded });
  demandOwnObject(ref, recorded, options.object === undefined ? 'apply.kubernetes.object' : '--object');
  return kubernetesWay({
    place,
    ref,
    policy,
    inUse: options.former.policy,
    isForced: options.isForced ?? false,
  });
};

/**
 * How settings are put into effect: as the config says; where it says nothing, in the cluster that it names.
 *
 * @throws HeadroomError E_USAGE if there is no way; E_CLUSTER
 */
export const wayOf = async (config: ResolvedConfig, options: ApplyOptions): Promise<Way> => {
  const { apply } = config;
  const { folder, settings, former } = options;
  if (options.isApplied) return byHand(former);
  if (options.object !== undefined) return clusterWay(config, options, options.object);
  if (apply === undefined) {
    if (config.cluster === undefined) throw noWay(config, options);
    return clusterWay(config, options);
  }
  if ('sandbox' in apply) return sandboxWay(apply.sandbox, settings);
  if ('command' in apply)
    return commandWay(apply, { ...options, afterwards: commandsFor(config, folder).afterwards });
  if ('kubernetes' in apply) return clusterWay(config, options, apply.kubernetes.object);
  const { policy, queueWaitMs, requestTimeoutMs } = settings;
  const router = {
    ...(typeof queueWaitMs === 'number' && { queueWaitMs }),
    ...(typeof requestTimeoutMs === 'number' && { requestTimeoutMs }),
  };
  return azureWay(armClient(apply.azure), { policy, inUse: former.policy, router });
};

/**
 * Puts the advised settings into effect and writes applied.json, which keeps what was there before.
 *
 * @returns what was written, for who stops before the end; undefined where nothing was
 * @throws HeadroomError E_USAGE, E_SAFETY before anything is changed; E_VERIFY, E_CLUSTER when it fails
 */
export const applySettings = async (
  config: ResolvedConfig,
  options: ApplyOptions,
): Promise<Written | undefined> => {
  const { folder, note } = options;
  const way = await wayOf(config, options);
  if (way.needsYes && !options.isAllowed) {
    throw new HeadroomError('E_SAFETY', {
      what: `this would change ${way.how === 'sandbox' ? 'the sandbox' : 'a cluster'}, and nobody has agreed to that:\n${await way.preview()}`,
      where: way.how === 'command' ? 'apply.command' : `apply, by ${way.how}`,
      fix: way.how === 'command' ? 'say --yes, or set apply.auto in the config' : 'say --yes',
    });
  }
  const rollback = forConfig(`headroom rollback ${shellPath(folder)}`, config);
  const differences = await recordedWrite({ ...options, rollback }, way);
  if (!options.isPreviewed) differences.forEach(note);
  if (way.canBeTakenBack) note(`applied; taken back by: ${rollback} --yes`);
  if (way.how === 'byHand') return undefined;
  return { how: way.how, takenBackBy: way.canBeTakenBack ? `${rollback} --yes` : null };
};
