import { HeadroomError } from '../../errors/headroom-error.ts';
import { type Connection, requestTimeoutMs } from '../connect/kube-client.ts';
import type { RawObject } from '../lines/raw.ts';
import { explainNotSent, itemsOf } from '../list.ts';
import { demand, placeOf } from './api.ts';
import { ownSelector } from './names.ts';

/**
 * Removes what a run made: its Lease, and with it all that the Lease owns. One that is gone already is no fault.
 *
 * @throws HeadroomError E_CLUSTER
 */
export const removeRun = async (connection: Connection, namespace: string, name: string): Promise<void> => {
  const path = placeOf('Lease', namespace, name);
  const body = { propagationPolicy: 'Background' };
  const signal = AbortSignal.timeout(requestTimeoutMs);
  const answer = await connection.request({ method: 'DELETE', path, body, signal });
  if (answer.kind === 'answer' && (answer.status < 300 || answer.status === 404)) return;
  await demand(connection, { method: 'DELETE', path, body }, `what the run ${name} made can't be removed`);
};

/** What a run left in a cluster. */
type LeftRun = {
  /** Of its Lease. */
  readonly name: string;
  readonly holder: string;
  /** Since its Lease was renewed last. */
  readonly quietMs: number;
  /** Its tool still renews the Lease: the run goes on. */
  readonly isAlive: boolean;
};

type RawLease = RawObject & {
  readonly spec?: {
    readonly holderIdentity?: string;
    readonly renewTime?: string;
    readonly leaseDurationSeconds?: number;
  };
};

type RawGroups = { readonly groups?: readonly { readonly name?: string }[] };

/** A clock that is off by less than this takes no living run for dead. */
const clockMarginMs = 60_000;

const leaseGroup = 'coordination.k8s.io';

/**
 * Whether an API server has Leases. Each run begins with one, so where there are none no run made anything. A server that does not
 * list what it has, such as a proxy with a wrong path, may have them.
 */
export const servesLeases = async (connection: Connection): Promise<boolean> => {
  const answer = await connection.request({ path: '/apis', signal: AbortSignal.timeout(requestTimeoutMs) });
  const groups = answer.kind === 'answer' && answer.status === 200 ? (answer.body as RawGroups).groups : null;
  return !Array.isArray(groups) || groups.some(({ name }) => name === leaseGroup);
};

/** All runs that have something in a namespace, those that go on too. @throws HeadroomError E_CLUSTER */
export const leftRuns = async (
  connection: Connection,
  namespace: string,
  nowMs: number,
): Promise<LeftRun[]> => {
  const request = { path: placeOf('Lease', namespace), query: { labelSelector: ownSelector } };
  const leases = itemsOf(await demand(connection, request, "the Leases can't be read"));
  if (leases === null)
    throw new HeadroomError('E_CLUSTER', explainNotSent('list of Leases', connection.server));
  return (leases as readonly RawLease[]).map(({ metadata, spec }) => {
    const quietMs = nowMs - Date.parse(spec?.renewTime ?? '1970-01-01T00:00:00Z');
    const holdsMs = (spec?.leaseDurationSeconds ?? 0) * 1000 + clockMarginMs;
    return {
      name: metadata?.name ?? '',
      holder: spec?.holderIdentity ?? '',
      quietMs,
      isAlive: quietMs < holdsMs,
    };
  });
};
