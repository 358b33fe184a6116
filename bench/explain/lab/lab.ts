import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { listen, stop } from '../../../sandbox/http.ts';
import { writeKubeconfig } from '../../../sandbox/kube-api/kubeconfig.ts';
import type { Cause, Planted, PlantedFailure, PlantedTime } from '../planted.ts';
import { createCluster, type LabCluster } from './cluster.ts';
import { createKubeServer } from './kube-server.ts';
import { createPodLives, type PodLives } from './pod-lives.ts';
import type { Ending } from './service.ts';

/** A certificate with its key, PEM. */
export type Certificate = { readonly cert: string; readonly key: string };

/** One scripted world: a cluster, an endpoint in front of it, and what the planter lets fail. */
export type Lab = {
  readonly cluster: LabCluster;
  readonly pods: PodLives;
  /** Seconds since the first request of the load; below 0 before it. */
  readonly seconds: () => number;
  /** Closes the endpoint's listener and its connections: whoever comes is refused. */
  readonly closeDoor: () => Promise<void>;
  readonly openDoor: () => Promise<void>;
  /** From now on connections get this certificate. */
  readonly certify: (certificate: Certificate) => void;
  /** Requests of these outcomes fail for this cause until the end that it gives back is called. */
  readonly plantTime: (outcomes: readonly string[], cause: Cause) => () => void;
  /** The process id of the generator, once it runs. */
  readonly generator: () => Promise<number>;
};

/** What a scenario scripts. */
export type Script = {
  /** API groups of KEDA and Knative that the cluster serves. */
  readonly groups?: readonly string[];
  readonly certificate?: Certificate;
  /** Beside the config, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Puts the cluster as it is before the load; gives back how requests end, and what happens when. */
  readonly play: (lab: Lab) => {
    readonly score: (request: { readonly n: number; readonly path: string }) => Ending | Promise<Ending>;
    /** Seconds after the first request, and what happens then. */
    readonly timeline?: readonly (readonly [atSecond: number, act: () => unknown])[];
  };
};

export type RunningLab = AsyncDisposable & {
  readonly url: string;
  readonly kubeconfig: string;
  readonly planted: () => Planted;
};

const outcomeOf = (ending: Ending): string => {
  switch (ending.kind) {
    case 'answer':
      return String(ending.answer.status);
    case 'reset':
      return 'reset';
    case 'silence':
      return 'timeout';
  }
};

const deliver = (ending: Ending, request: IncomingMessage, response: ServerResponse): void => {
  if (ending.kind === 'reset') request.socket.resetAndDestroy();
  if (ending.kind !== 'answer') return;
  const { status, headers = {}, body } = ending.answer;
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
};

/** Clients keep connections open between requests; only what is planted may end one. */
const keepAliveMs = 3_600_000;

/**
 * Starts a lab. Its script begins with the first request of the load, the second of all: the first is the look before
 * the load.
 *
 * @param generator the process id of the generator, once it runs
 */
export const startLab = async (
  script: Script,
  { folder, generator }: { readonly folder: string; readonly generator: () => Promise<number> },
): Promise<RunningLab> => {
  const cluster = createCluster();
  const failures: PlantedFailure[] = [];
  const times: PlantedTime[] = [];
  const timers: NodeJS.Timeout[] = [];
  let requests = 0;
  let startedAtMs = 0;

  const begin = (): void => {
    startedAtMs = Date.now();
    for (const [atSecond, act] of played.timeline ?? []) timers.push(setTimeout(act, atSecond * 1000));
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const atMs = Date.now();
    requests += 1;
    if (requests === 2) begin();
    request.resume();
    const ending = await played.score({ n: requests, path: request.url ?? '/' });
    if (ending.cause !== null && startedAtMs > 0)
      failures.push({ atMs, outcome: outcomeOf(ending), cause: ending.cause });
    deliver(ending, request, response);
  };
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch((error: unknown) => {
      console.error(error);
      request.socket.destroy();
    });
  };
  const { certificate } = script;
  const door: Server | TlsServer =
    certificate === undefined ? createServer(handle) : createTlsServer(certificate, handle);
  door.keepAliveTimeout = keepAliveMs;
  door.requestTimeout = 0;
  const shown = await listen(door, 0, 'the endpoint of the lab');
  const port = Number(new URL(shown).port);

  const lab: Lab = {
    cluster,
    pods: createPodLives(cluster),
    seconds: () => (startedAtMs === 0 ? -1 : (Date.now() - startedAtMs) / 1000),
    closeDoor: () => stop(door),
    openDoor: async () => {
      await listen(door, port, 'the endpoint of the lab');
    },
    certify: (next) => (door as TlsServer).setSecureContext(next),
    plantTime: (outcomes, cause) => {
      const fromMs = Date.now();
      const end = (): void => void times.push({ fromMs, toMs: Date.now(), outcomes, cause });
      return end;
    },
    generator,
  };
  const played = script.play(lab);
  const api = createKubeServer(cluster.store, script.groups ?? []);
  const apiUrl = await listen(api, 0, 'the Kubernetes API of the lab');
  const kubeconfig = await writeKubeconfig({ apiUrl, namespace: 'default', token: undefined, folder });
  return {
    url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}/score`,
    kubeconfig: kubeconfig.path,
    planted: () => ({ failures: [...failures].sort((a, b) => a.atMs - b.atMs), times }),
    [Symbol.asyncDispose]: async () => {
      for (const timer of timers) clearTimeout(timer);
      await Promise.all([door.listening ? stop(door) : undefined, stop(api), kubeconfig.remove()]);
    },
  };
};
