import { type KubeClient, loginFailed, type WatchEnd } from './kube-client.ts';
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
  readonly items?: readonly RawObject[] | null;
  readonly message?: string;
};

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
    items.push(...(body.items ?? []));
    next = body.metadata?.continue ?? '';
    if (next === '') return { kind: 'listed', items, version: body.metadata?.resourceVersion ?? '' };
  }
  return { kind: 'lost', reason: `more than ${pageSize * pagesMost} ${resource.name}` };
};
