import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { createInterface } from 'node:readline';

type Body = Readonly<Record<string, unknown>>;

/** The API server as an administrator sees it: what controllers and kubelets would write, the tests write. */
export type Api = {
  status(path: string): Promise<number>;
  read(path: string): Promise<Body>;
  create(path: string, object: Body): Promise<void>;
  /** Posts a question, such as a TokenRequest: gives back the answer. */
  ask(path: string, question: Body): Promise<Body>;
  /** Status and message of a strict dry run of what `kubectl apply --server-side` would send: YAML or JSON as it stands. */
  tryApply(path: string, text: string): Promise<string>;
  /** A merge patch; `/status` at the end of a path reaches what controllers report. */
  patch(path: string, change: Body): Promise<void>;
  remove(path: string): Promise<void>;
  /** Tells what stands at a path, and then each change, until the signal says stop. Fails if the server ends it. */
  watch(path: string, onChange: (change: Change) => void, signal: AbortSignal): Promise<void>;
};

/** One line of a watch. */
export type Change = { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'ERROR'; readonly object: Body };

type Answer = { readonly status: number; readonly text: string };

const textOf = async (response: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return text;
};

type Sent = { readonly body?: Body | string; readonly type?: string; readonly signal?: AbortSignal };

export const createApi = (options: {
  readonly server: string;
  readonly token: string;
  /** The server's own certificate, made at its first start. */
  readonly certificate: string;
}): Api => {
  const agent = new Agent({ keepAlive: false });
  const open = async (
    method: string,
    path: string,
    { body, type = 'application/json', signal }: Sent = {},
  ): Promise<IncomingMessage> => {
    const ca = await readFile(options.certificate);
    const headers = { authorization: `Bearer ${options.token}`, 'content-type': type };
    return new Promise((resolve, reject) => {
      const settings = { method, ca, headers, agent, ...(signal && { signal }) };
      const outgoing = request(options.server + path, settings, resolve);
      outgoing.on('error', reject);
      outgoing.end(typeof body === 'object' ? JSON.stringify(body) : body);
    });
  };
  const send = async (...sent: Parameters<typeof open>): Promise<Answer> => {
    const response = await open(...sent);
    return { status: response.statusCode ?? 0, text: await textOf(response) };
  };
  const demand = async (method: string, path: string, sent: Sent): Promise<string> => {
    const { status, text } = await send(method, path, sent);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
    return text;
  };
  return {
    status: async (path) => (await send('GET', path)).status,
    read: async (path) => {
      const { status, text } = await send('GET', path);
      if (status !== 200) throw new Error(`GET ${path}: ${status} ${text}`);
      return JSON.parse(text) as Body;
    },
    create: async (path, object) => {
      await demand('POST', path, { body: object });
    },
    ask: async (path, question) => JSON.parse(await demand('POST', path, { body: question })) as Body,
    tryApply: async (path, text) => {
      const query = 'fieldManager=try&force=true&dryRun=All&fieldValidation=Strict';
      const { status, text: answer } = await send('PATCH', `${path}?${query}`, {
        body: text,
        type: 'application/apply-patch+yaml',
      });
      return status < 300 ? 'accepted' : `${status} ${answer}`;
    },
    patch: async (path, change) => {
      await demand('PATCH', path, { body: change, type: 'application/merge-patch+json' });
    },
    remove: async (path) => {
      // In the query: Node gives the body of a DELETE no length, and the server then takes it for no body.
      await demand('DELETE', `${path}?gracePeriodSeconds=0`, {});
    },
    watch: async (path, onChange, signal) => {
      try {
        const response = await open('GET', `${path}${path.includes('?') ? '&' : '?'}watch=true`, { signal });
        for await (const line of createInterface({ input: response })) onChange(JSON.parse(line) as Change);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
      if (!signal.aborted) throw new Error(`the watch of ${path} ended`);
    },
  };
};
