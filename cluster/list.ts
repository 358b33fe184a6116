import type { ErrorDetails } from '../errors/headroom-error.ts';
import { type KubeClient, loginFailed, type WatchEnd } from './connect/kube-client.ts';
import type { RawObject } from './lines/raw.ts';
import { matchOf, pathOf, type Resource } from './resources.ts';

/** The objects of a list, all of its pages. */
export type Listed = {
  readonly kind: 'listed';
  readonly items: readonly RawObject[];
  /** The state of the whole list, from where a watch goes on. */
  readonly version: string;
};

const pageSize = 500;
const pagesMost = 200;

type ListBody = {
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
  readonly message?: string;
};

/**
 * The objects of an answer; null: it is no list, as where a proxy or a login page answers in the API server's place. A server
 * writes an empty list as null too.
 *
 * @example itemsOf({ kind: 'PodList', items: null }) // []
 * @example itemsOf('<html>Sign in</html>') // null
 */
export const itemsOf = (body: unknown): readonly RawObject[] | null => {
  if (typeof body !== 'object' || body === null || !('items' in body)) return null;
  const { items } = body;
  if (items === null) return [];
  return Array.isArray(items) ? items : null;
};

const notSentText = (what: string): string =>
  `what answers there sends no ${what}: a login page or a proxy may stand before the API server`;

/** What to do where something answers in the API server's place. `what` is what was asked for, such as "list of Leases". */
export const explainNotSent = (what: string, server: string): ErrorDetails => ({
  what: notSentText(what),
  where: server,
  fix: 'check the server of the kubeconfig: kubectl get --raw /version must print JSON',
});

/** The objects of a resource, read page by page: all pages show the one state that `version` names. */
export const listAll = async (options: {
  readonly client: Pick<KubeClient, 'request'>;
  readonly resource: Pick<Resource, 'group' | 'version' | 'namespace' | 'name' | 'selector' | 'only'>;
  readonly requestMs: number;
  readonly signal?: AbortSignal;
}): Promise<Listed | WatchEnd> => {
  const { client, resource, requestMs } = options;
  const items: RawObject[] = [];
  let next = '';
  for (let page = 0; page < pagesMost; page++) {
    const deadline = AbortSignal.timeout(requestMs);
    const answer = await client.request({
      path: pathOf(resource),
      query: {
        limit: String(pageSize),
        ...matchOf(resource),
        ...(next === '' ? {} : { continue: next }),
      },
      signal: options.signal ? AbortSignal.any([options.signal, deadline]) : deadline,
    });
    if (answer.kind === 'silence')
      return { kind: 'lost', reason: answer.stage === 'login' ? loginFailed : answer.reason };
    const body = answer.body as ListBody;
    if (answer.status !== 200)
      return { kind: 'refused', status: answer.status, reason: body.message ?? String(answer.body) };
    const found = itemsOf(body);
    if (found === null)
      return { kind: 'refused', status: answer.status, reason: notSentText(`list of ${resource.name}`) };
    items.push(...found);
    next = body.metadata?.continue ?? '';
    if (next === '') return { kind: 'listed', items, version: body.metadata?.resourceVersion ?? '' };
  }
  return { kind: 'lost', reason: `more than ${pageSize * pagesMost} ${resource.name}` };
};
