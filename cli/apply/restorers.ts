import { demandSettled, putDeployment, readDeployment } from '../../cluster/azure/arm.ts';
import { armId } from '../../cluster/azure/arm-request.ts';
import { type ObjectRef, parseRef, refText } from '../../cluster/write/object-ref.ts';
import { writeChange } from '../../cluster/write/write-change.ts';
import { readObject } from '../../cluster/write/write-object.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { renderChanges } from '../../reports/apply-terminal.ts';
import type { Applied, WrittenField } from '../../runs/schema/verification.ts';
import { armClient, putBody } from './azure-way.ts';
import { merged, nested, upToList, valueAt, withFields } from './fields.ts';
import { type Place, placeOf } from './place.ts';
import { fateOf } from './write-fate.ts';

type Taken<Kind extends 'kubernetes' | 'azure'> = Extract<NonNullable<Applied['object']>, { kind: Kind }>;

type RestoreOptions = {
  /** Without it, only what would be restored is shown. */
  readonly isAllowed: boolean;
  readonly note: (line: string) => void;
};

/** Puts fields of one object back as they were. */
export type Restorer = {
  readonly where: string;
  /** The object as it is now. @throws HeadroomError where it is not the one that was written to */
  readonly read: () => Promise<unknown>;
  readonly restore: (live: unknown, fields: readonly WrittenField[]) => Promise<void>;
};

const back = (fields: readonly WrittenField[]) =>
  fields.map(({ path, before, after }) => ({ path, before: after, after: before }));

const demandRestored = (now: unknown, fields: readonly WrittenField[], where: string): void => {
  if (fateOf(now, fields) === 'notWritten') return;
  throw new HeadroomError('E_CLUSTER', {
    what: 'what was there before was written, and the server did not keep it as it was',
    where,
    fix: 'look at the object; applied.json holds what was there before (fields)',
  });
};

const demandContext = (object: Taken<'kubernetes'>, place: Place): void => {
  if (place.context === object.context) return;
  throw new HeadroomError('E_SAFETY', {
    what: `the settings were applied in the context ${object.context}, and the config names ${place.context}`,
    where: 'cluster.context',
    fix: `set cluster.context to ${object.context}`,
  });
};

/** Restores an object of a cluster: by a merge patch, which can also take fields out. */
export const objectRestorer = async (
  config: ResolvedConfig,
  object: Taken<'kubernetes'>,
  { isAllowed, note }: RestoreOptions,
): Promise<Restorer> => {
  const place = await placeOf(config);
  demandContext(object, place);
  const { connection } = place;
  const ref: ObjectRef = parseRef(`${object.objectKind}/${object.name}`, object.namespace);
  const where = `${refText(ref)} in the context ${place.context}`;
  const read = async () => {
    const live = await readObject(connection, ref);
    if (live.metadata.uid === object.uid) return live;
    throw new HeadroomError('E_SAFETY', {
      what: 'it is not the object that the settings were written to (another uid): this is another cluster, or it was recreated since',
      where,
      fix: 'use the cluster that they were applied in; in an object that was recreated there is nothing to take back',
    });
  };
  return {
    where,
    read,
    restore: async (object, fields) => {
      note(renderChanges(where, back(fields), []));
      const live = object as Awaited<ReturnType<typeof read>>;
      const restored = withFields(live, back(fields));
      const body = fields
        .map(({ path }) => upToList(live, path))
        .map((path) => nested(path, valueAt(restored, path)))
        .reduce<unknown>(merged, {}) as Record<string, unknown>;
      const patch = { kind: 'merge', body } as const;
      const outcome = await writeChange(connection, ref, {
        live,
        patch,
        isDryRun: !isAllowed,
        isForced: true,
      });
      if (outcome.kind === 'refused') throw outcome.error;
      if (outcome.kind === 'written') demandRestored(outcome.object, fields, where);
    },
  };
};

/** Restores a deployment of Azure ML v2. */
export const deploymentRestorer = (
  { apply }: ResolvedConfig,
  { id }: Taken<'azure'>,
  { isAllowed, note }: RestoreOptions,
): Restorer => {
  const client = apply !== undefined && 'azure' in apply ? armClient(apply.azure) : undefined;
  if (client === undefined || armId(client.target) !== id) {
    throw new HeadroomError('E_USAGE', {
      what: `the settings were applied to ${id}, which the config does not name`,
      where: 'apply.azure',
      fix: 'use the config that they were applied with',
    });
  }
  return {
    where: id,
    read: async () => {
      const live = await readDeployment(client);
      demandSettled(live, client.target);
      return live;
    },
    restore: async (live, fields) => {
      note(renderChanges(id, back(fields), []));
      if (!isAllowed) return;
      const outcome = await putDeployment(client, withFields(putBody(live), back(fields)));
      if (outcome.kind === 'refused') throw outcome.error;
      demandRestored(await readDeployment(client), fields, id);
    },
  };
};
