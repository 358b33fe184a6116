import { isDeepStrictEqual } from 'node:util';
import type { Connection } from '../connect/kube-client.ts';
import type { ObjectRef } from './object-ref.ts';
import {
  type LiveObject,
  type Patch,
  readObject,
  type WriteOptions,
  type WriteOutcome,
  writeObject,
} from './write-object.ts';

/** So often an object may be written to by others between our reading and our writing, before we give up. */
const attemptsMost = 10;

/** What people set in an object, and what it is: its status and the server's bookkeeping are none of it. */
const settingsPart = ({ spec, metadata }: LiveObject): unknown => {
  const { resourceVersion, managedFields, ...kept } = metadata;
  return { spec, metadata: kept };
};

const atVersionOf = ({ kind, body }: Patch, { metadata: { name, resourceVersion } }: LiveObject): Patch => ({
  kind,
  body: { ...body, metadata: { ...(body['metadata'] as object | undefined), name, resourceVersion } },
});

/**
 * Writes a change of an object as it was read. A controller writes the status of its objects all the time, an HPA's at each of
 * its looks, and each such write gives the object a new version. It is none of our concern: where only that came in between,
 * the same change is written again, now of the new version. Where anything else was changed, it is refused.
 *
 * @param change.live the object as it was read: the change was decided from that
 * @throws HeadroomError E_CLUSTER where it may have been written all the same: no answer came, or a server fault
 */
export const writeChange = async (
  connection: Connection,
  ref: ObjectRef,
  { live, patch, ...options }: { readonly live: LiveObject; readonly patch: Patch } & WriteOptions,
): Promise<WriteOutcome> => {
  let known = live;
  for (let attempt = 1; ; attempt++) {
    const outcome = await writeObject(connection, ref, atVersionOf(patch, known), options);
    if (outcome.kind !== 'stale') return outcome;
    const now = await readObject(connection, ref);
    const isOtherVersion = now.metadata.resourceVersion !== known.metadata.resourceVersion;
    const isSettled = isOtherVersion && isDeepStrictEqual(settingsPart(now), settingsPart(live));
    if (!isSettled || attempt === attemptsMost) return { kind: 'refused', error: outcome.error };
    known = now;
  }
};
