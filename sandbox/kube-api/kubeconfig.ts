import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { makeFolders } from '../../errors/make-folders.ts';

type KubeconfigOptions = {
  readonly apiUrl: string;
  readonly namespace: string;
  readonly token: string | undefined;
  /** undefined: a temporary folder. */
  readonly folder: string | undefined;
};

type Kubeconfig = {
  readonly path: string;
  /** Removes the file: it leads nowhere once the sandbox is closed. */
  readonly remove: () => Promise<void>;
};

const name = 'headroom-sandbox';

/** JSON is YAML, so that no text needs quoting by hand. Clients refuse plain HTTP without the TLS flag. */
const contentOf = ({ apiUrl, namespace, token }: KubeconfigOptions): string =>
  JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name, cluster: { server: apiUrl, 'insecure-skip-tls-verify': true } }],
      users: [{ name, user: token === undefined ? {} : { token } }],
      contexts: [{ name, context: { cluster: name, user: name, namespace } }],
      'current-context': name,
    },
    null,
    2,
  );

/**
 * Writes a kubeconfig that only its owner can read.
 *
 * @throws HeadroomError E_DISK
 */
export const writeKubeconfig = async (options: KubeconfigOptions): Promise<Kubeconfig> => {
  const wanted = options.folder ?? join(tmpdir(), 'headroom-sandbox-');
  try {
    if (options.folder !== undefined) await makeFolders(options.folder);
    const folder = options.folder ?? (await mkdtemp(wanted));
    const path = join(folder, 'kubeconfig');
    await rm(path, { force: true });
    await writeFile(path, contentOf(options), { mode: 0o600 });
    const leftover = options.folder === undefined ? folder : path;
    return { path, remove: () => rm(leftover, { recursive: true, force: true }) };
  } catch (error) {
    throw new HeadroomError('E_DISK', {
      what: `the kubeconfig can't be written: ${messageOf(error)}`,
      where: wanted,
      fix: 'choose a folder that can be written to (kubeconfigFolder, --kubeconfig-folder)',
      cause: error,
    });
  }
};
