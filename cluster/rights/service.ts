import { HeadroomError } from '../../errors/headroom-error.ts';
import { watchEndText } from '../connect/connection-faults.ts';
import { type Connection, requestTimeoutMs } from '../connect/kube-client.ts';
import { servedGroups } from '../discovery.ts';
import { lookByApi, type OwnerStep, ownerKey, ownersOf } from '../follow/owner-chain.ts';
import { controllerOf } from '../lines/raw.ts';
import { listAll } from '../list.ts';
import { type Resource, resourcesOf, scalersOf } from '../resources.ts';
import { baseNeeds, type Need, recorded } from './needs.ts';

type Place = { readonly namespace: string; readonly selector: string };

const needOf = ({ group, name }: Pick<Resource, 'group' | 'name'>, verbs: Need['verbs']): Need => ({
  group,
  name,
  verbs,
});

/**
 * What the owners of the pods take: the one that has the number of replicas is recorded; on the way to one above it that an
 * autoscaler may name, each is looked up.
 */
const ownerNeeds = (steps: readonly OwnerStep[], isCounted: boolean): Need[] => {
  const top = steps.findLastIndex(({ isScalable }) => isScalable);
  const counting = isCounted ? undefined : steps.find((step) => step.isCounting);
  return steps
    .slice(0, top + 1)
    .flatMap((step) =>
      step.resource === null ? [] : [needOf(step.resource, step === counting ? recorded : ['list'])],
    );
};

const firstOwners = async (place: Place, client: Connection) => {
  const labelled = resourcesOf(place).filter(({ selector }) => selector !== null);
  const lists = await Promise.all(
    labelled.map(async (resource) => {
      const listed = await listAll({ client, resource, requestMs: requestTimeoutMs });
      if (listed.kind === 'listed') return { name: resource.name, items: listed.items };
      throw new HeadroomError('E_CLUSTER', {
        what: watchEndText(listed, resource.name),
        where: `namespace ${place.namespace}`,
        fix: 'use an account that may look at the service',
      });
    }),
  );
  const owners = lists.flat().flatMap(({ name, items }) =>
    items.flatMap((raw) => {
      const owner = controllerOf(raw);
      return owner === null ? [] : [{ owner, isCounted: name === 'deployments' }];
    }),
  );
  return [...new Map(owners.map((one) => [ownerKey(one.owner), one])).values()];
};

/** Rights that the base has already say nothing new. */
const beyond = (base: readonly Need[], needs: readonly Need[]): Need[] => {
  const keyOf = ({ group, name }: Need): string => `${name}.${group}`;
  const known = new Set(base.map(keyOf));
  const verbsOf = Map.groupBy(
    needs.filter((need) => !known.has(keyOf(need))),
    keyOf,
  );
  return [...verbsOf.values()].map((same) => ({
    ...same[0]!,
    verbs: same.some(({ verbs }) => verbs.length > 1) ? recorded : same[0]!.verbs,
  }));
};

/**
 * The rights to read one service as it is: its owners as they are found from the pods up, and the scaling objects that the
 * cluster knows at all, as any of them may come to scale it.
 *
 * @throws HeadroomError E_CLUSTER if the service can't be read
 */
export const readNeedsOf = async (place: Place, client: Connection): Promise<readonly Need[]> => {
  const asking = { client, requestMs: requestTimeoutMs, signal: AbortSignal.timeout(requestTimeoutMs) };
  const look = lookByApi({ ...asking, namespace: place.namespace });
  const base = baseNeeds(place.namespace);
  const owners: Need[] = [];
  for (const { owner, isCounted } of await firstOwners(place, client)) {
    const steps: OwnerStep[] = [];
    for await (const step of ownersOf(owner, look)) steps.push(step);
    owners.push(...ownerNeeds(steps, isCounted));
  }
  const groups = await servedGroups(asking);
  const scalers = scalersOf(place.namespace, groups ?? new Set()).map((one) => needOf(one, recorded));
  return [...base, ...beyond(base, [...owners, ...scalers])];
};
