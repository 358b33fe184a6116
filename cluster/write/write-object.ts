import { HeadroomError } from '../../errors/headroom-error.ts';
import { messageIn } from '../connect/answer-message.ts';
import { explainSilence, explainUnauthorized } from '../connect/connection-faults.ts';
import type { Connection, KubeAnswer, KubeRequest } from '../connect/kube-client.ts';
import { explainNotSent, itemsOf } from '../list.ts';
import {
  apiVersionOf,
  collectionPath,
  type ObjectRef,
  objectPath,
  refText,
  resourceOf,
  type WritableKind,
} from './object-ref.ts';

/** An object as the API shows it. */
export type LiveObject = {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly managedFields?: readonly ManagedFields[];
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
  readonly spec?: Readonly<Record<string, unknown>>;
};

type ManagedFields = {
  readonly manager?: string;
  readonly operation?: string;
  readonly fieldsV1?: Readonly<Record<string, unknown>>;
};

/** Under this name the API server notes which fields are ours. */
export const fieldManager = 'headroom';

const requestMs = 15_000;

type Attempt = {
  readonly connection: Connection;
  readonly ref: ObjectRef;
  readonly verb: 'get' | 'list' | 'patch';
};

/** What a refusal means, and what to do. */
const refusalOf = (status: number, body: unknown, { connection, ref, verb }: Attempt): HeadroomError => {
  const where = refText(ref);
  if (status === 401) return new HeadroomError('E_CLUSTER', explainUnauthorized(connection));
  if (status === 403)
    return new HeadroomError('E_CLUSTER', {
      what: `forbidden (403): this account may not ${verb} ${resourceOf(ref.kind)}`,
      where,
      fix: 'grant what `headroom rbac --apply` prints',
    });
  if (status === 404)
    return new HeadroomError('E_CLUSTER', {
      what: 'there is no such object (404), or the cluster does not know its kind',
      where,
      fix: 'name the object: apply.kubernetes.object in the config, or headroom apply --object Kind/name',
    });
  if (status === 409)
    return new HeadroomError('E_CLUSTER', {
      what: `the object was changed meanwhile (409), so nothing was written: ${messageIn(body)}`,
      where,
      fix: 'look at the difference again, and try again',
    });
  if (status >= 500)
    return new HeadroomError('E_CLUSTER', {
      what: `the API server failed (${status}): ${messageIn(body)}`,
      where,
      fix: 'try again when it is well; kubectl get --raw /readyz?verbose shows what is wrong with it',
    });
  return new HeadroomError('E_CLUSTER', {
    what: `the API server refuses it (${status}): ${messageIn(body)}`,
    where,
    fix: 'nothing was written; correct what it names',
  });
};

/** What shows that a connection was not even opened. */
const notSent = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|cert|self.signed|altname/i;

/** A change that was sent, and nothing tells what became of it. */
const unknownFate = (why: string, where: string): HeadroomError =>
  new HeadroomError('E_CLUSTER', {
    what: `the change was sent, and may have been made: ${why}`,
    where,
    fix: 'look at what is there now: headroom rollback with this run, without --yes, says what stands there',
  });

const answerOf = async (
  connection: Connection,
  request: Omit<KubeRequest, 'signal'>,
): Promise<Extract<KubeAnswer, { kind: 'answer' }>> => {
  const answer = await connection.request({ ...request, signal: AbortSignal.timeout(requestMs) });
  if (answer.kind === 'answer') return answer;
  throw new HeadroomError('E_CLUSTER', explainSilence(answer, connection));
};

const isObject = (body: unknown): body is LiveObject =>
  typeof body === 'object' && body !== null && 'metadata' in body;

/**
 * The object as it is now.
 *
 * @throws HeadroomError E_CLUSTER if it can't be read
 */
export const readObject = async (connection: Connection, ref: ObjectRef): Promise<LiveObject> => {
  const { status, body } = await answerOf(connection, { path: objectPath(ref) });
  if (status === 200 && isObject(body)) return body;
  if (status === 200) throw new HeadroomError('E_CLUSTER', explainNotSent(refText(ref), connection.server));
  throw refusalOf(status, body, { connection, ref, verb: 'get' });
};

/**
 * All objects of a kind in a namespace; none where the cluster does not know the kind.
 *
 * @throws HeadroomError E_CLUSTER if they can't be listed
 */
export const listObjects = async (
  connection: Connection,
  kind: WritableKind,
  namespace: string,
): Promise<readonly LiveObject[]> => {
  const { status, body } = await answerOf(connection, { path: collectionPath(kind, namespace) });
  const items = status === 200 ? itemsOf(body) : null;
  if (items !== null) return items as readonly LiveObject[];
  if (status === 404) return [];
  if (status === 200)
    throw new HeadroomError('E_CLUSTER', explainNotSent(`list of ${kind}s`, connection.server));
  throw refusalOf(status, body, { connection, ref: { kind, namespace, name: '' }, verb: 'list' });
};

/** How a change is written: as our own part of the object, or by replacing fields, which can also take some out. */
export type Patch = { readonly kind: 'apply' | 'merge'; readonly body: Readonly<Record<string, unknown>> };

const contentTypes = {
  apply: 'application/apply-patch+yaml',
  merge: 'application/merge-patch+json',
} as const;

/** How a change is written. */
export type WriteOptions = {
  /** Let the API server check and default everything, and write nothing. */
  readonly isDryRun: boolean;
  /** Take over fields that another manager owns. */
  readonly isForced: boolean;
};

/**
 * What came of a write: the object; the managers that own some of its fields; or a refusal, after which nothing was written.
 */
export type WriteOutcome =
  | { readonly kind: 'written'; readonly object: LiveObject }
  | { readonly kind: 'owned'; readonly by: readonly string[] }
  | { readonly kind: 'refused'; readonly error: HeadroomError };

/** The object has another version by now than the change names: nothing was written. */
type Stale = { readonly kind: 'stale'; readonly error: HeadroomError };

/** A conflict of field managers, not one of versions. Each cause names one: conflict with "kubectl" using autoscaling/v2. */
const ownersIn = (body: unknown): readonly string[] => {
  const { causes = [] } = (body as { details?: { causes?: { message?: string }[] } }).details ?? {};
  const owners = causes.map(({ message = '' }) => /conflict with "([^"]+)"/.exec(message)?.[1]);
  return [...new Set(owners.filter((owner) => owner !== undefined))];
};

/**
 * Writes a change. The body carries the resourceVersion that was read, so that a write by someone else in between makes it
 * stale, and is never overwritten.
 *
 * @throws HeadroomError E_CLUSTER where it may have been written all the same: no answer came, or a server fault
 */
export const writeObject = async (
  connection: Connection,
  ref: ObjectRef,
  patch: Patch,
  { isDryRun, isForced }: WriteOptions,
): Promise<WriteOutcome | Stale> => {
  const answer = await connection.request({
    signal: AbortSignal.timeout(requestMs),
    method: 'PATCH',
    path: objectPath(ref),
    query: {
      fieldManager,
      fieldValidation: 'Strict',
      ...(patch.kind === 'apply' && { force: String(isForced) }),
      ...(isDryRun && { dryRun: 'All' }),
    },
    contentType: contentTypes[patch.kind],
    body: { apiVersion: apiVersionOf(ref.kind), kind: ref.kind, ...patch.body },
  });
  if (answer.kind === 'silence') {
    if (isDryRun || answer.stage === 'login' || notSent.test(answer.reason))
      throw new HeadroomError('E_CLUSTER', explainSilence(answer, connection));
    throw unknownFate(`no answer came (${answer.reason})`, refText(ref));
  }
  const { status, body } = answer;
  if (status === 200) return { kind: 'written', object: body as LiveObject };
  const by = status === 409 ? ownersIn(body) : [];
  if (by.length > 0) return { kind: 'owned', by };
  if (status >= 500 && !isDryRun)
    throw unknownFate(`the API server failed (${status}): ${messageIn(body)}`, refText(ref));
  const error = refusalOf(status, body, { connection, ref, verb: 'patch' });
  return { kind: status === 409 ? 'stale' : 'refused', error };
};
