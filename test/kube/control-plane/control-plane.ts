import type { ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../until.ts';
import { type Api, createApi } from './api.ts';
import type { Binaries } from './binaries.ts';
import { demandRunning, freePort, kill, startProgram } from './processes.ts';

/** Accounts of the throw-away cluster: token, user, uid, groups (Kubernetes' static token file). */
export const accounts = { admin: 'admin-token', reader: 'reader-token', lister: 'lister-token' } as const;
export type Account = keyof typeof accounts;

export type ControlPlane = {
  readonly api: Api;
  /** URL of the API server, and the file of its certificate. */
  readonly server: string;
  readonly certificate: string;
  /** Where its programs keep their data and logs; goes with it. */
  readonly folder: string;
  /** Path of a kubeconfig for one of the accounts, or for a token that the server does not know. */
  kubeconfig(account: Account | 'stranger'): Promise<string>;
  /** Path of a kubeconfig for any other token. */
  kubeconfigOf(token: string): Promise<string>;
  /** Makes etcd's newest revision younger than any that the API server knows, as writes of another one would. */
  writePastApiServer(): Promise<void>;
  /** Kills the API server, as a crash would; etcd goes on. */
  killApiServer(): Promise<void>;
  startApiServer(): Promise<void>;
  stop(): Promise<void>;
};

const writeCredentials = async (folder: string): Promise<void> => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await writeFile(join(folder, 'accounts.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }), {
    mode: 0o600,
  });
  await writeFile(join(folder, 'accounts.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
  const rows = Object.entries(accounts).map(
    ([user, token]) => `${token},${user},${user},${user === 'admin' ? '"system:masters"' : ''}`,
  );
  await writeFile(join(folder, 'tokens.csv'), `${rows.join('\n')}\n`, { mode: 0o600 });
};

const etcdFlags = (folder: string, clientUrl: string, peerUrl: string): string[] => [
  `--data-dir=${join(folder, 'etcd')}`,
  `--listen-client-urls=${clientUrl}`,
  `--advertise-client-urls=${clientUrl}`,
  `--listen-peer-urls=${peerUrl}`,
  `--initial-advertise-peer-urls=${peerUrl}`,
  `--initial-cluster=default=${peerUrl}`,
  '--unsafe-no-fsync',
];

/** Where pods can reach the API server. They have accounts then, and find it by the service `kubernetes`. */
export type ForPods = { readonly address: string };

/** No controllers run here that would make service accounts for pods, or want the service's endpoints. */
const withoutPods = ['--disable-admission-plugins=ServiceAccount', '--endpoint-reconciler-type=none'];

type ApiServerPlace = {
  readonly folder: string;
  readonly etcdUrl: string;
  readonly address: string;
  readonly port: number;
};

/** Serves with a certificate that it signs itself, so nothing else has to be installed for a PKI. */
const apiServerFlags = ({ folder, etcdUrl, address, port }: ApiServerPlace): string[] => [
  `--etcd-servers=${etcdUrl}`,
  `--bind-address=${address}`,
  `--advertise-address=${address}`,
  `--secure-port=${port}`,
  `--cert-dir=${join(folder, 'certificates')}`,
  `--token-auth-file=${join(folder, 'tokens.csv')}`,
  '--authorization-mode=RBAC',
  '--kubelet-preferred-address-types=InternalIP',
  '--service-cluster-ip-range=10.0.0.0/24',
  '--service-account-issuer=https://kubernetes.default.svc',
  `--service-account-key-file=${join(folder, 'accounts.pub')}`,
  `--service-account-signing-key-file=${join(folder, 'accounts.key')}`,
];

/** Resolves when the server says so itself; fails with its log when its process ends instead. */
const ready = async (child: ChildProcess, api: Api, log: string): Promise<void> => {
  const isReady = async (): Promise<boolean> => (await api.status('/readyz').catch(() => 0)) === 200;
  await until('the API server is ready', isReady, {
    between: () => demandRunning({ name: 'kube-apiserver', child, log }),
  });
};

/** Starts etcd and kube-apiserver in a temporary folder that goes with them: on loopback, unless pods are to reach it. */
export const startControlPlane = async (binaries: Binaries, forPods?: ForPods): Promise<ControlPlane> => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-kube-'));
  await writeCredentials(folder);
  const [clientPort, peerPort, port] = [await freePort(), await freePort(), await freePort()];
  const etcdUrl = `http://127.0.0.1:${clientPort}`;
  const flags = etcdFlags(folder, etcdUrl, `http://127.0.0.1:${peerPort}`);
  const etcd = await startProgram(binaries.etcd, flags, join(folder, 'etcd.log'));

  const address = forPods?.address ?? '127.0.0.1';
  const server = `https://${address}:${port}`;
  const certificate = join(folder, 'certificates', 'apiserver.crt');
  const api = createApi({ server, token: accounts.admin, certificate });
  const log = join(folder, 'apiserver.log');
  let apiServer: ChildProcess;
  const startApiServer = async () => {
    const served = apiServerFlags({ folder, etcdUrl, address, port });
    const all = forPods === undefined ? [...served, ...withoutPods] : served;
    apiServer = await startProgram(binaries['kube-apiserver'], all, log);
    await ready(apiServer, api, log);
  };
  const stop = async () => {
    await kill(apiServer);
    await kill(etcd);
    await rm(folder, { recursive: true, force: true });
  };
  await startApiServer().catch(async (error) => {
    await stop();
    throw error;
  });
  let written = 0;
  const kubeconfigOf = async (token: string): Promise<string> => {
    const file = join(folder, `${++written}.kubeconfig`);
    const config = {
      'current-context': 'kube',
      clusters: [{ name: 'kube', cluster: { server, 'certificate-authority': certificate } }],
      users: [{ name: 'user', user: { token } }],
      contexts: [{ name: 'kube', context: { cluster: 'kube', user: 'user' } }],
    };
    await writeFile(file, JSON.stringify(config), { mode: 0o600 });
    return file;
  };

  return {
    api,
    server,
    certificate,
    folder,
    startApiServer,
    killApiServer: () => kill(apiServer),
    kubeconfig: (account) => kubeconfigOf(account === 'stranger' ? 'unknown-token' : accounts[account]),
    kubeconfigOf,
    writePastApiServer: async () => {
      const body = JSON.stringify({ key: btoa('headroom.test/any'), value: btoa('any') });
      const answer = await fetch(`${etcdUrl}/v3/kv/put`, { method: 'POST', body });
      if (!answer.ok) throw new Error(`etcd: ${answer.status} ${await answer.text()}`);
    },
    stop,
  };
};
