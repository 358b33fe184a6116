import { join } from 'node:path';
import { type ResolvedConfig, resolveConfig } from '../../../config/resolve.ts';
import type { CountersSnapshot } from '../../../sandbox/counters.ts';
import { countersOf } from '../../builders/counters.ts';
import type { Binaries, NodeBinaries } from '../control-plane/binaries.ts';
import { type ControlPlane, startControlPlane } from '../control-plane/control-plane.ts';
import { installTestRun } from '../control-plane/crds.ts';
import { startProgram } from '../control-plane/processes.ts';
import { createToolAccount } from '../control-plane/tool-account.ts';
import { makeNamespace, namespace, startService } from '../load-namespace.ts';
import { importImage } from './containerd.ts';
import { makeNetwork, nodeAddress, openToPods } from './network.ts';
import { startNode } from './node.ts';

/** What a case is run against. */
export type RealCluster = {
  readonly plane: ControlPlane;
  /** Of the sandbox, as pods and the tool reach it. */
  readonly scoreUrl: string;
  /** Of the tool's account. */
  readonly kubeconfig: string;
  readonly counters: () => Promise<CountersSnapshot>;
  /** How long the service gives each request: with a millisecond, all fail. */
  readonly setTimeLimit: (requestTimeoutMs: number) => Promise<void>;
  /** Starts the controller of TestRuns. */
  readonly startOperator: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

type ClusterOptions = {
  readonly folder: string;
  readonly binaries: Binaries & NodeBinaries;
  /** Archives of all images that pods may want: nothing is pulled. */
  readonly images: readonly string[];
};

/** Whose rights the tool's account has: a config that fires by TestRuns. */
const ofTestRuns = (folder: string): ResolvedConfig => {
  const runners = { where: 'cluster', by: 'testRun', count: 1, image: 'any' } as const;
  const load = { scenario: 'soak', ratePerSecond: 1, soakSeconds: 1, runners } as const;
  return resolveConfig({ target: { url: 'http://127.0.0.1:1/' }, load }, join(folder, 'k6.config.ts'));
};

const reachable = async (scoreUrl: string): Promise<string> => {
  const url = new URL(scoreUrl);
  await openToPods(url.port);
  url.hostname = nodeAddress;
  return url.href;
};

/** Starts a whole cluster of one node on this machine, with a sandbox beside it. Nothing of it reaches any network. */
export const startRealCluster = async ({
  folder,
  binaries,
  images,
}: ClusterOptions): Promise<RealCluster> => {
  await makeNetwork();
  const plane = await startControlPlane(binaries, { address: nodeAddress });
  // Small logs, so that a short load has them rotated; Kubernetes' defaults are 10Mi and 5.
  const logs = { logMaxSize: '30Ki', logMaxFiles: 5 };
  const node = await startNode(plane, binaries, { folder: join(folder, 'node'), ...logs });
  for (const archive of images) await importImage(archive);
  await makeNamespace(plane.api);
  const sandbox = await startService(join(folder, 'sandbox'));
  return {
    plane,
    scoreUrl: await reachable(sandbox.scoreUrl),
    kubeconfig: await createToolAccount(plane, namespace, ofTestRuns(folder)),
    counters: () => countersOf(sandbox),
    setTimeLimit: async (requestTimeoutMs) => {
      const body = JSON.stringify({ requestTimeoutMs });
      const answer = await fetch(`${sandbox.apiUrl}/sandbox/settings`, { method: 'PUT', body });
      if (!answer.ok) throw new Error(await answer.text());
    },
    startOperator: async () => {
      await installTestRun(plane.api);
      const kubeconfig = await plane.kubeconfig('admin');
      const addresses = ['--metrics-bind-address=0', '--health-probe-bind-address=0'];
      const flags = [`--kubeconfig=${kubeconfig}`, ...addresses];
      await startProgram(binaries['k6-operator'], flags, join(folder, 'k6-operator.log'));
    },
    stop: async () => {
      await sandbox.end();
      await node.stop();
      await plane.stop();
    },
  };
};
