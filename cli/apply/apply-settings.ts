import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openCluster } from '../../cluster/open.ts';
import { findObject } from '../../cluster/write/find-object.ts';
import { parseRef } from '../../cluster/write/object-ref.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { isSame } from '../../planner/settings/index.ts';
import { readJsonIfAny, writeJson, writeText } from '../../runs/folder.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import type { PlannedSettings } from '../../runs/schema/recommendation.ts';
import {
  type Applied,
  appliedSchema,
  type WrittenField,
  type WrittenObject,
} from '../../runs/schema/verification.ts';
import { recordedObjects } from '../plan/recorded-names.ts';
import { readRecording } from '../read-recording.ts';
import { armClient, azureWay } from './azure-way.ts';
import { commandWay } from './command-way.ts';
import { joinedFields } from './joined-fields.ts';
import { kubernetesWay, type Place } from './kubernetes-way.ts';
import { sandboxWay } from './sandbox-way.ts';
import type { Outcome, Way } from './way.ts';

/** Which settings are applied, and what the user has agreed to. */
export type ApplyOptions = {
  /** The run folder that holds recommendation.json. */
  readonly folder: string;
  readonly settings: PlannedSettings;
  /** What the advice was compared with: only what it sets otherwise is written. */
  readonly inUse: PolicySettings;
  /** The user has applied the settings already. */
  readonly isApplied: boolean;
  /** The user has agreed that something may be changed. */
  readonly isAllowed: boolean;
  /** `Kind/name` of the object to write to; by default the one that scales the recorded service. */
  readonly object?: string | undefined;
  /** The folder of an apply that this one goes on from: what stood there before it is what a rollback restores. */
  readonly continues?: string | undefined;
  /** Write also where a GitOps tool keeps the object as Git has it. */
  readonly isForced?: boolean;
  readonly note: (line: string) => void;
};

const byHand: Way = {
  how: 'byHand',
  needsYes: false,
  preview: async () => 'the settings have been applied by hand',
  apply: async () => ({ before: null }),
};

/**
 * The cluster of a config, to be written to.
 *
 * @throws HeadroomError E_USAGE if the config names none; E_CLUSTER
 */
export const placeOf = async ({ cluster }: ResolvedConfig): Promise<Place> => {
  if (cluster === undefined) {
    throw new HeadroomError('E_USAGE', {
      what: 'the config names no cluster to write settings to',
      where: 'cluster',
      fix: 'set cluster.namespace and cluster.selector, or apply.command',
    });
  }
  const { access } = await openCluster(cluster);
  if (access.kind === 'none') throw new HeadroomError('E_CLUSTER', access.problem);
  return { context: access.context, connection: access.connection };
};

const noWay = ({ folder, settings }: ApplyOptions): HeadroomError =>
  new HeadroomError('E_USAGE', {
    what: 'the config does not say how settings are applied',
    where: 'apply',
    fix:
      settings.policy.kind === 'azureml-v1'
        ? `headroom apply ${folder} prints the call of the Python SDK: make it and say --applied, or set apply.command`
        : `apply the files in ${join(folder, 'settings')} by hand and say --applied, or set apply.command`,
  });

const clusterWay = async (config: ResolvedConfig, options: ApplyOptions, named?: string): Promise<Way> => {
  const { policy } = options.settings;
  if (policy.kind === 'azureml-v1' || policy.kind === 'azureml-v2') throw noWay(options);
  const place = await placeOf(config);
  const namespace = config.cluster!.namespace;
  const service = { namespace, ...recordedObjects(await readRecording(options.folder)) };
  const ref = named ? parseRef(named, namespace) : await findObject(place.connection, policy.kind, service);
  return kubernetesWay({ place, ref, policy, inUse: options.inUse, isForced: options.isForced ?? false });
};

/**
 * How settings are put into effect: as the config says; where it says nothing, in the cluster that it names.
 *
 * @throws HeadroomError E_USAGE if there is no way; E_CLUSTER
 */
export const wayOf = async (config: ResolvedConfig, options: ApplyOptions): Promise<Way> => {
  const { apply } = config;
  const { folder, settings, inUse, note } = options;
  if (options.isApplied) return byHand;
  if (options.object !== undefined) return clusterWay(config, options, options.object);
  if (apply === undefined) {
    if (config.cluster === undefined) throw noWay(options);
    return clusterWay(config, options);
  }
  if ('sandbox' in apply) return sandboxWay(apply.sandbox, settings);
  if ('command' in apply) return commandWay(apply, { folder, settings, note });
  if ('kubernetes' in apply) return clusterWay(config, options, apply.kubernetes.object);
  const { policy, queueWaitMs, requestTimeoutMs } = settings;
  const router = {
    ...(typeof queueWaitMs === 'number' && { queueWaitMs }),
    ...(typeof requestTimeoutMs === 'number' && { requestTimeoutMs }),
  };
  return azureWay(armClient(apply.azure), { policy, inUse, router });
};

/** Fields that an earlier apply wrote into the same object, and that were not taken back. */
const earlierFields = async (folder: string, object: WrittenObject): Promise<readonly WrittenField[]> => {
  const file = await readJsonIfAny(folder, 'applied.json', appliedSchema);
  if (file.kind !== 'read' || file.value.rolledBackAtMs !== undefined) return [];
  return isSame(file.value.object, object) ? (file.value.fields ?? []) : [];
};

const record = async (
  { folder, settings, continues = folder }: ApplyOptions,
  how: Applied['how'],
  outcome: Outcome,
): Promise<void> => {
  const { before, object, fields } = outcome;
  await writeJson(folder, 'applied.json', appliedSchema, {
    schemaVersion: 1,
    how,
    atMs: Date.now(),
    before,
    settings,
    ...(object && { object }),
    ...(object && fields && { fields: [...joinedFields(await earlierFields(continues, object), fields)] }),
  });
};

const readIfAny = (path: string): Promise<string | null> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });

/** Records what is about to be written before it is, and what was when it was. A write that fails leaves no record. */
const keptWhile = async (
  folder: string,
  apply: Way['apply'],
  recordOutcome: (outcome: Outcome) => Promise<void>,
): Promise<Outcome> => {
  const path = join(folder, 'applied.json');
  const earlier = await readIfAny(path);
  try {
    const outcome = await apply(recordOutcome);
    await recordOutcome(outcome);
    return outcome;
  } catch (error) {
    if (earlier === null) await rm(path, { force: true });
    else await writeText(folder, 'applied.json', earlier);
    throw error;
  }
};

/**
 * Puts the advised settings into effect and writes applied.json, which keeps what was there before.
 *
 * @throws HeadroomError E_USAGE, E_SAFETY before anything is changed; E_VERIFY, E_CLUSTER when it fails
 */
export const applySettings = async (config: ResolvedConfig, options: ApplyOptions): Promise<void> => {
  const { folder, note } = options;
  const way = await wayOf(config, options);
  if (way.needsYes && !options.isAllowed) {
    throw new HeadroomError('E_SAFETY', {
      what: `this would change a cluster, and nobody has agreed to that:\n${await way.preview()}`,
      where: way.how === 'command' ? 'apply.command' : `apply, by ${way.how}`,
      fix: way.how === 'command' ? 'say --yes, or set apply.auto in the config' : 'say --yes',
    });
  }
  const outcome = await keptWhile(
    folder,
    (keep) => way.apply(keep),
    (each) => record(options, way.how, each),
  );
  if (outcome.object) note(`applied; taken back by: headroom rollback ${folder} --yes`);
};
