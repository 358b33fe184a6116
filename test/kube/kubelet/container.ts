import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Api } from '../control-plane/api.ts';

type EnvVar = {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef?: { readonly name: string; readonly key: string };
    readonly fieldRef?: { readonly fieldPath: string };
  };
};

/** What a kubelet reads of a pod. */
export type RawPod = {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly deletionTimestamp?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly nodeName?: string;
    readonly serviceAccountName?: string;
    readonly volumes?: readonly {
      readonly projected?: {
        readonly sources: readonly { readonly configMap?: { readonly name: string } }[];
      };
    }[];
    readonly containers: readonly {
      readonly name: string;
      readonly image: string;
      readonly command: readonly string[];
      readonly env?: readonly EnvVar[];
    }[];
  };
};

/** One line of a container's output, and when it came. */
type Line = { readonly atMs: number; readonly text: string };

/** A container that runs as a process of this machine. */
export type Container = {
  readonly child: ChildProcess;
  readonly lines: readonly Line[];
  /** Resolves at each further line, and at the end. */
  readonly changed: () => Promise<unknown>;
  readonly isOver: () => boolean;
  readonly ended: Promise<{ readonly exitCode: number; readonly message: string }>;
};

const textOf = async (api: Api, { metadata }: RawPod, { value, valueFrom }: EnvVar): Promise<string> => {
  if (valueFrom?.secretKeyRef !== undefined) {
    const { name, key } = valueFrom.secretKeyRef;
    const secret = await api.read(`/api/v1/namespaces/${metadata.namespace}/secrets/${name}`);
    return Buffer.from((secret['data'] as Record<string, string>)[key] ?? '', 'base64').toString();
  }
  const path = valueFrom?.fieldRef?.fieldPath;
  if (path === undefined) return value ?? '';
  const key = /\['(.+)'\]/.exec(path)?.[1] ?? '';
  return metadata.annotations?.[key] ?? metadata.labels?.[key] ?? '';
};

/** The parts of a projected volume as files of a folder. */
const mount = async (api: Api, { metadata, spec }: RawPod, folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const sources = (spec.volumes ?? []).flatMap(({ projected }) => projected?.sources ?? []);
  for (const { configMap } of sources) {
    const map = await api.read(`/api/v1/namespaces/${metadata.namespace}/configmaps/${configMap?.name}`);
    for (const [name, text] of Object.entries((map['data'] ?? {}) as Record<string, string>))
      await writeFile(join(folder, name), text);
  }
};

/** The token of the pod's own account, as the API server issues it: what it may do is what its roles say. */
const mountAccount = async (api: Api, pod: RawPod, ca: string, folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const { namespace } = pod.metadata;
  const account = pod.spec.serviceAccountName ?? 'default';
  const answer = await api.ask(`/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { audiences: ['https://kubernetes.default.svc'] },
  });
  await writeFile(join(folder, 'token'), (answer['status'] as { token: string }).token);
  await writeFile(join(folder, 'ca.crt'), await readFile(ca));
};

type StartOptions = {
  readonly api: Api;
  /** URL of the API server, and its certificate. */
  readonly server: string;
  readonly ca: string;
  /** What the image holds under the name of k6. */
  readonly k6: string;
  readonly folder: string;
};

const collect = (child: ChildProcess, log: string): Container => {
  const lines: Line[] = [];
  let rest = '';
  let isOver = false;
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const text of parts) lines.push({ atMs: Date.now(), text });
    child.emit('line');
  });
  const ended = once(child, 'close').then(async () => {
    isOver = true;
    child.emit('line');
    const message = (await readFile(log, 'utf8').catch(() => '')).slice(-4096);
    return { exitCode: child.exitCode ?? 137, message };
  });
  return { child, lines, isOver: () => isOver, ended, changed: () => once(child, 'line') };
};

/** Starts a pod's one container: its command, variables, files and account, as a kubelet would. */
export const startContainer = async (pod: RawPod, options: StartOptions): Promise<Container> => {
  const { api, server, ca, k6, folder } = options;
  const [bundle, account, log] = [join(folder, 'bundle'), join(folder, 'account'), join(folder, 'log')];
  await mount(api, pod, bundle);
  await mountAccount(api, pod, ca, account);
  const [container] = pod.spec.containers;
  const given = await Promise.all(
    (container?.env ?? []).map(async (one) => [one.name, await textOf(api, pod, one)] as const),
  );
  const [, ...args] = container?.command ?? [];
  const address = new URL(server);
  const child = spawn(
    k6,
    args.map((argument) => argument.replace('/dev/termination-log', log)),
    {
      env: {
        ...Object.fromEntries(given),
        HOME: folder,
        HEADROOM_BUNDLE: bundle,
        HEADROOM_ACCOUNT: account,
        KUBERNETES_SERVICE_HOST: address.hostname,
        KUBERNETES_SERVICE_PORT: address.port,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  return collect(child, log);
};
