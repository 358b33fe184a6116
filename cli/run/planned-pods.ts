import { leaseOf, manifestsOf } from '../../cluster/runners/manifests.ts';
import type { KubeObject } from '../../cluster/runners/names.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { bundleScript } from '../../load/generator/bundle-script.ts';
import { loadPlanOf } from '../../load/plan/load-plan.ts';
import type { Payloads } from '../../load/plan/payloads.ts';
import { plannedArrivalsFor } from '../../load/plan/planned-arrivals.ts';
import { loadSecretOf } from '../../load/plan/secrets.ts';
import type { LoadMix } from '../../runs/schema/load-plan.ts';
import { podsInputOf } from './pod-runners.ts';

/** Stands for what only a run has: its name, who fires it, and what its first request took. */
const unknown = { runId: 'dry-run', holder: 'dry-run', atMs: 0, firstLatencyMs: 1 } as const;

/**
 * The objects that a test would make for its runners in pods; none for any other load.
 *
 * @throws HeadroomError E_CONFIG for what can't be given to a pod
 */
export const plannedPods = async (
  config: ResolvedConfig,
  payloads: readonly Payloads[],
  mix: LoadMix,
): Promise<KubeObject[]> => {
  const { runners } = config.load;
  if (runners?.where !== 'cluster') return [];
  const { runId, holder, atMs, firstLatencyMs } = unknown;
  const arrivals = plannedArrivalsFor(config);
  const document = {
    plan: loadPlanOf({ config, arrivals, payloads, mix, firstLatencyMs }),
    secret: await loadSecretOf(config, payloads),
  };
  const script = await bundleScript(config);
  const input = podsInputOf(config, runners, { runId, script, document });
  return [leaseOf(input, holder, atMs), ...manifestsOf(input, null)];
};

/** Objects for people and for `kubectl apply -f -`: JSON is YAML as well. */
export const manifestsText = (objects: readonly KubeObject[]): string =>
  objects.map((object) => JSON.stringify(object, null, 2)).join('\n---\n');
