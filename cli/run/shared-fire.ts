import { resolve } from 'node:path';
import type { K6Script } from '../../config/bundle/k6-script.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { localRunners } from '../../load/runners/local.ts';
import type { PlanDocument } from '../../runs/schema/load-plan.ts';
import type { SharedFire } from './fire.ts';
import { podsInputOf, startPodRunners } from './pod-runners.ts';
import type { Prepared } from './prepare.ts';
import { runnersCluster } from './runners-cluster.ts';

type SharedParts = {
  readonly prepared: Prepared;
  readonly script: K6Script;
  readonly document: PlanDocument;
  /** The run folder, and its name. */
  readonly folder: string;
  readonly runId: string;
  readonly note: (text: string) => void;
};

/** How the runners of a config are launched, until the disposal; null: it has one generator, on this machine. */
type Shared = AsyncDisposable & { readonly fire: SharedFire | null };

const nothing = { [Symbol.asyncDispose]: async (): Promise<void> => {} };

/**
 * Gets the runners of a config ready to be launched: pods are made in the cluster, processes of this machine need nothing.
 *
 * @throws HeadroomError E_CONFIG or E_CLUSTER
 */
export const sharedFireOf = async (config: ResolvedConfig, parts: SharedParts): Promise<Shared> => {
  const { runners } = config.load;
  const { prepared, script, document, folder, note } = parts;
  if (runners === undefined) return { fire: null, ...nothing };
  if (runners.where === 'local') {
    const logOf = (index: number): string => resolve(folder, `k6-${index}.log`);
    const k6 = prepared.k6.path;
    return {
      fire: { runners, launch: localRunners({ k6, script, document, count: runners.count, logOf }) },
      ...nothing,
    };
  }
  const access = await runnersCluster(config);
  if (access.kind === 'none') throw new HeadroomError('E_CLUSTER', access.problem);
  const pods = await startPodRunners(access.connection, podsInputOf(config, runners, parts), note);
  return {
    fire: { runners, launch: pods.launch },
    [Symbol.asyncDispose]: () => pods[Symbol.asyncDispose](),
  };
};
