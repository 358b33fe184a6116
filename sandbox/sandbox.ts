import { createServer, type Server, type ServerResponse } from 'node:http';
import { messageOf } from '../errors/headroom-error.ts';
import { startPolicy } from '../planner/policies/index.ts';
import type { ResolvedSandboxOptions, SandboxOptions, SandboxSettings } from '../runs/schema/sandbox.ts';
import { type Autoscaler, createAutoscaler } from './autoscaler.ts';
import { type CountersSnapshot, createCounters } from './counters.ts';
import { createFleet, type FleetChange } from './fleet.ts';
import { hasBearer, listen, stop } from './http.ts';
import { writeKubeconfig } from './kube-api/kubeconfig.ts';
import { startMirror } from './kube-api/mirror.ts';
import { createKubeApi } from './kube-api/server.ts';
import { internalError, type Status, unauthorized } from './kube-api/status.ts';
import { createStore, type GoneAs } from './kube-api/store.ts';
import { createManagement, managementRoot } from './management.ts';
import { createObserver } from './observer.ts';
import { resolveChange, resolveOptions } from './options.ts';
import { createRouter, type Router } from './router.ts';
import { createScoringServer } from './scoring-server.ts';

export type { SandboxOptions } from '../runs/schema/sandbox.ts';

/** A running sandbox: its addresses, its counters and its settings. */
export type Sandbox = {
  readonly options: ResolvedSandboxOptions;
  readonly scoreUrl: string;
  /** Of the Kubernetes API; the management API is under /sandbox/ there. */
  readonly apiUrl: string;
  readonly kubeconfigPath: string;
  readonly counters: () => CountersSnapshot;
  readonly resetCounters: () => void;
  readonly settings: () => SandboxSettings;
  /** Changes what is named, at once; throws HeadroomError E_CONFIG on a fault. */
  readonly changeSettings: (change: unknown) => void;
  /** Tells every change of the replicas as it happens; gives back how to stop. */
  readonly onFleetChange: (listener: (change: FleetChange) => void) => () => void;
  readonly replicas: () => { readonly desired: number; readonly ready: number; readonly pending: number };
  /** Drops the history of the Kubernetes API: open watches end, older versions are 410 Gone. */
  readonly compact: (goneAs?: GoneAs) => void;
  readonly close: () => Promise<void>;
};

/** The part that serves requests: fleet, router and autoscaler, before any HTTP. */
const createService = (options: ResolvedSandboxOptions) => {
  const { policy, slotsPerReplica } = options;
  const fleet = createFleet({ ...options, initialReplicas: startPolicy(policy).desiredReplicas });
  const router = createRouter({ fleet, slotsPerReplica, limits: options });
  const observer = createObserver({ fleet, router, slotsPerReplica });
  const autoscaler = createAutoscaler({ fleet, observer, settings: policy });
  return { fleet, router, autoscaler };
};

/** The settings that may change while it runs: policy and router limits, kept in one place. */
const createSettings = (
  options: ResolvedSandboxOptions,
  { autoscaler, router }: { readonly autoscaler: Autoscaler; readonly router: Router },
) => {
  const { policy, queueWaitLimitMs, queueLengthLimit, requestTimeoutMs, onTimeout } = options;
  let settings: SandboxSettings = { policy, queueWaitLimitMs, queueLengthLimit, requestTimeoutMs, onTimeout };
  return {
    settings: () => settings,
    changeSettings: (input: unknown): void => {
      const change = resolveChange(input);
      settings = { ...settings, ...change };
      router.setLimits(settings);
      if (change.policy) autoscaler.setSettings(change.policy);
    },
  };
};

type Handlers = {
  readonly kubeApi: ReturnType<typeof createKubeApi>;
  readonly management: ReturnType<typeof createManagement>;
  readonly token: string | undefined;
};

const sendStatus = (response: ServerResponse, status: Status): void => {
  response.writeHead(status.code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(status));
};

const createApiServer = ({ kubeApi, management, token }: Handlers): Server =>
  createServer((request, response) => {
    if (token !== undefined && !hasBearer(request, token)) {
      sendStatus(response, unauthorized);
      return;
    }
    const handle = request.url?.startsWith(managementRoot) ? management : kubeApi;
    handle(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendStatus(response, internalError(messageOf(error)));
    });
  });

/**
 * Starts a scoring service on loopback that behaves like one behind azureml-fe, with the part of a Kubernetes API
 * that shows its replicas. Its first replicas are ready when this resolves.
 *
 * @throws HeadroomError E_CONFIG (every fault of the options at once), E_PORT, E_DISK
 */
export const startSandbox = async (input: SandboxOptions = {}): Promise<Sandbox> => {
  const options = resolveOptions(input);
  const { namespace, serviceName, key, apiToken } = options;
  const { fleet, router, autoscaler } = createService(options);
  const { settings, changeSettings } = createSettings(options, { autoscaler, router });
  const counters = createCounters();
  const store = createStore();
  startMirror({ store, fleet, autoscaler, options });
  const scoring = createScoringServer({ serviceName, key, router, counters });
  const api = createApiServer({
    kubeApi: createKubeApi({ store, scaleTo: fleet.scaleTo }),
    management: createManagement({ counters, settings, changeSettings }),
    token: apiToken,
  });

  const closing: (() => Promise<void>)[] = [() => stop(scoring), () => stop(api)];
  const close = async (): Promise<void> => {
    autoscaler.close();
    router.close();
    fleet.close();
    await Promise.all(closing.map((one) => one()));
  };

  try {
    const scoringUrl = await listen(scoring, options.port, 'the scoring endpoint (port, --port)');
    const apiUrl = await listen(api, options.apiPort, 'the Kubernetes API (apiPort, --api-port)');
    const folder = options.kubeconfigFolder;
    const kubeconfig = await writeKubeconfig({ apiUrl, namespace, token: apiToken, folder });
    closing.push(kubeconfig.remove);
    return {
      options,
      scoreUrl: `${scoringUrl}/api/v1/service/${serviceName}/score`,
      apiUrl,
      kubeconfigPath: kubeconfig.path,
      counters: counters.snapshot,
      resetCounters: counters.reset,
      settings,
      changeSettings,
      onFleetChange: fleet.onChange,
      replicas: () => ({
        desired: fleet.desiredReplicas(),
        ready: fleet.inService().length,
        pending: fleet.pendingReplicas(),
      }),
      compact: store.compact,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
