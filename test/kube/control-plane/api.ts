import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';

type Body = Readonly<Record<string, unknown>>;

/** The API server as an administrator sees it: what controllers and kubelets would write, the tests write. */
export type Api = {
  status(path: string): Promise<number>;
  read(path: string): Promise<Body>;
  create(path: string, object: Body): Promise<void>;
  /** Status and message of a strict dry run of what `kubectl apply --server-side` would send: YAML or JSON as it stands. */
  tryApply(path: string, text: string): Promise<string>;
  /** A merge patch; `/status` at the end of a path reaches what controllers report. */
  patch(path: string, change: Body): Promise<void>;
  remove(path: string): Promise<void>;
};

type Answer = { readonly status: number; readonly text: string };

export const createApi = (options: {
  readonly server: string;
  readonly token: string;
  /** The server's own certificate, made at its first start. */
  readonly certificate: string;
}): Api => {
  const agent = new Agent({ keepAlive: false });
  const send = async (
    method: string,
    path: string,
    body?: Body | string,
    type = 'application/json',
  ): Promise<Answer> => {
    const ca = await readFile(options.certificate);
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${options.token}`, 'content-type': type };
      const outgoing = request(options.server + path, { method, ca, headers, agent }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.on('error', reject);
      });
      outgoing.on('error', reject);
      outgoing.end(typeof body === 'object' ? JSON.stringify(body) : body);
    });
  };
  const demand = async (...[method, path, body, type]: Parameters<typeof send>): Promise<void> => {
    const { status, text } = await send(method, path, body, type);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  };
  return {
    status: async (path) => (await send('GET', path)).status,
    read: async (path) => {
      const { status, text } = await send('GET', path);
      if (status !== 200) throw new Error(`GET ${path}: ${status} ${text}`);
      return JSON.parse(text) as Body;
    },
    create: (path, object) => demand('POST', path, object),
    tryApply: async (path, text) => {
      const query = 'fieldManager=try&force=true&dryRun=All&fieldValidation=Strict';
      const { status, text: answer } = await send(
        'PATCH',
        `${path}?${query}`,
        text,
        'application/apply-patch+yaml',
      );
      return status < 300 ? 'accepted' : `${status} ${answer}`;
    },
    patch: (path, change) => demand('PATCH', path, change, 'application/merge-patch+json'),
    remove: (path) => demand('DELETE', path, { gracePeriodSeconds: 0 }),
  };
};
