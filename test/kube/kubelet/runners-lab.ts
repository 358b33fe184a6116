import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenForInterrupt } from '../../../cli/run/interrupt.ts';
import { runTest } from '../../../cli/run/run-test.ts';
import { type ResolvedConfig, resolveConfig } from '../../../config/resolve.ts';
import type { Result } from '../../../runs/schema/result.ts';
import type { CountersSnapshot } from '../../../sandbox/counters.ts';
import { countersOf } from '../../builders/counters.ts';
import type { Api } from '../control-plane/api.ts';
import type { Binaries } from '../control-plane/binaries.ts';
import { startControlPlane } from '../control-plane/control-plane.ts';
import { startJobControllers } from '../control-plane/job-controllers.ts';
import { createToolAccount } from '../control-plane/tool-account.ts';
import { keySecrets, makeNamespace, namesAt, namespace, startService } from '../load-namespace.ts';
import { type StandInKubelet, startStandInKubelet } from './stand-in.ts';

/** Where what a run makes stands, by kind. */
export const made = {
  leases: `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`,
  configMaps: `/api/v1/namespaces/${namespace}/configmaps?labelSelector=app.kubernetes.io/managed-by=headroom`,
  jobs: `/apis/batch/v1/namespaces/${namespace}/jobs`,
  pods: `/api/v1/namespaces/${namespace}/pods`,
} as const;

type Fired = { readonly result: Result; readonly notes: readonly string[]; readonly runFolder: string };

/** A control plane whose pods are processes, a service, and the tool with the rights that it prints itself. */
export type RunnersLab = {
  readonly api: Api;
  readonly kubelet: StandInKubelet;
  readonly configFor: (seconds: number, count: number) => ResolvedConfig;
  readonly fire: (config: ResolvedConfig) => Promise<Fired>;
  readonly counters: () => Promise<CountersSnapshot>;
  /** Names of what is there. */
  readonly left: (path: string) => Promise<string[]>;
  readonly stop: () => Promise<void>;
};

type Place = { readonly folder: string; readonly kubeconfig: string; readonly scoreUrl: string };

const configOf = ({ folder, kubeconfig, scoreUrl }: Place, seconds: number, count: number): ResolvedConfig =>
  resolveConfig(
    {
      target: { url: scoreUrl, auth: { env: 'SCORING_KEY' }, requestTimeoutMs: 4000 },
      load: {
        scenario: 'soak',
        ratePerSecond: 40,
        soakSeconds: seconds,
        runners: {
          where: 'cluster',
          count,
          image: 'registry.example/headroom-k6:0.1.0',
          secrets: keySecrets,
        },
      },
      cluster: { kubeconfig, namespace, selector: 'app=score', required: false },
    },
    join(folder, 'k6.config.ts'),
  );

const fireIn = async (folder: string, config: ResolvedConfig): Promise<Fired> => {
  const notes: string[] = [];
  using interrupt = listenForInterrupt();
  const note = (text: string): void => void notes.push(text);
  const progress = { note, step: () => {}, status: () => {}, close: () => {} };
  const written = await runTest(config, { runsFolder: join(folder, 'runs'), progress, interrupt });
  return { result: written.result, notes, runFolder: join(written.htmlPath, '..') };
};

/** Starts all of it; what was started is stopped again where a part fails. */
export const startRunnersLab = async (binaries: Binaries): Promise<RunnersLab> => {
  await using started = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'headroom-runners-'));
  started.defer(() => rm(folder, { recursive: true, force: true }));
  const plane = await startControlPlane(binaries);
  started.defer(plane.stop);
  const controllers = await startJobControllers(plane, binaries);
  started.defer(controllers.stop);
  await makeNamespace(plane.api);
  const kubeconfig = await createToolAccount(plane, namespace);
  const sandbox = await startService(folder);
  started.defer(sandbox.end);
  const kubelet = await startStandInKubelet(plane, { namespace, k6: process.env['HEADROOM_K6']! });
  started.defer(kubelet.stop);
  const place = { folder, kubeconfig, scoreUrl: sandbox.scoreUrl };
  const all = started.move();
  return {
    api: plane.api,
    kubelet,
    configFor: (seconds, count) => configOf(place, seconds, count),
    fire: (config) => fireIn(folder, config),
    counters: () => countersOf(sandbox),
    left: (path) => namesAt(plane.api, path),
    stop: () => all.disposeAsync(),
  };
};
