import { armId, putDeployment, readDeployment } from '../../cluster/azure/arm.ts';
import { type ObjectRef, parseRef, refText } from '../../cluster/write/object-ref.ts';
import { readObject, writeObject } from '../../cluster/write/write-object.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { renderChanges } from '../../reports/apply-terminal.ts';
import { readJson, writeJson } from '../../runs/folder.ts';
import { type Applied, appliedSchema, type WrittenField } from '../../runs/schema/verification.ts';
import { placeOf } from './apply-settings.ts';
import { armClient, putBody } from './azure-way.ts';
import { merged, nested, stillSays, valueAt, withFields } from './fields.ts';

type RollbackOptions = {
  readonly folder: string;
  /** Without it, only what would be restored is shown. */
  readonly isAllowed: boolean;
  readonly note: (line: string) => void;
};

type Taken<Kind extends 'kubernetes' | 'azure'> = Extract<NonNullable<Applied['object']>, { kind: Kind }>;

const back = (fields: readonly WrittenField[]) =>
  fields.map(({ path, before, after }) => ({ path, before: after, after: before }));

/** What was written must still stand there: what someone else has set since is theirs. */
const demandUntouched = (object: unknown, fields: readonly WrittenField[], where: string): void => {
  const changed = fields.filter((field) => !stillSays(object, field));
  if (changed.length === 0) return;
  const seen = changed.map(
    ({ path, after }) =>
      `${path.join('.')} was written as ${JSON.stringify(after)} and is now ${JSON.stringify(valueAt(object, path))}`,
  );
  throw new HeadroomError('E_SAFETY', {
    what: `someone else has changed it since, so nothing is restored: ${seen.join('; ')}`,
    where,
    fix: 'applied.json holds what was there before (fields): restore by hand what you still want',
  });
};

const restoreObject = async (
  config: ResolvedConfig,
  object: Taken<'kubernetes'>,
  fields: readonly WrittenField[],
  { isAllowed, note }: RollbackOptions,
): Promise<void> => {
  const place = await placeOf(config);
  const ref: ObjectRef = parseRef(`${object.objectKind}/${object.name}`, object.namespace);
  const where = `${refText(ref)} in the context ${place.context}`;
  if (place.context !== object.context) {
    throw new HeadroomError('E_SAFETY', {
      what: `the settings were applied in the context ${object.context}, and the config names ${place.context}`,
      where: 'cluster.context',
      fix: `set cluster.context to ${object.context}`,
    });
  }
  const live = await readObject(place.connection, ref);
  if (live.metadata.uid !== object.uid) {
    throw new HeadroomError('E_SAFETY', {
      what: 'the object was made anew since the settings were applied: there is nothing to take back in it',
      where,
      fix: 'look at the object; applied.json holds what was there before',
    });
  }
  demandUntouched(live, fields, where);
  note(renderChanges(where, back(fields), []));
  const { name, resourceVersion } = live.metadata;
  const body = back(fields)
    .map(({ path, after }) => nested(path, after))
    .reduce(merged, { metadata: { name, resourceVersion } });
  await writeObject(
    place.connection,
    ref,
    { kind: 'merge', body: body as Record<string, unknown> },
    { isDryRun: !isAllowed, isForced: true },
  );
};

const restoreDeployment = async (
  { apply }: ResolvedConfig,
  { id }: Taken<'azure'>,
  fields: readonly WrittenField[],
  { isAllowed, note }: RollbackOptions,
): Promise<void> => {
  const client = apply !== undefined && 'azure' in apply ? armClient(apply.azure) : undefined;
  if (client === undefined || armId(client.target) !== id) {
    throw new HeadroomError('E_USAGE', {
      what: `the settings were applied to ${id}, which the config does not name`,
      where: 'apply.azure',
      fix: 'use the config that they were applied with',
    });
  }
  const live = await readDeployment(client);
  demandUntouched(live, fields, id);
  note(renderChanges(id, back(fields), []));
  if (isAllowed) await putDeployment(client, withFields(putBody(live), back(fields)));
};

const nothingToTakeBack = ({ how, rolledBackAtMs }: Applied, folder: string): HeadroomError =>
  new HeadroomError('E_USAGE', {
    what:
      rolledBackAtMs === undefined
        ? `settings that were applied by ${how === 'byHand' ? 'hand' : `the ${how}`} can't be taken back here`
        : `they were rolled back already, at ${new Date(rolledBackAtMs).toISOString()}`,
    where: folder,
    fix:
      rolledBackAtMs === undefined
        ? 'applied.json holds what was there before, as far as it is known'
        : 'nothing is left to do',
  });

/**
 * `headroom rollback`: restores what `apply`, `verify` or `tune` found before they wrote, field by field and exactly. What
 * someone else has changed since is refused, not overwritten.
 *
 * @returns whether something was restored
 * @throws HeadroomError E_USAGE, E_SAFETY before anything is changed; E_CLUSTER
 */
export const runRollback = async (config: ResolvedConfig, options: RollbackOptions): Promise<boolean> => {
  const { folder, isAllowed, note } = options;
  const applied = await readJson(folder, 'applied.json', appliedSchema);
  const { object, fields, rolledBackAtMs } = applied;
  if (object === undefined || fields === undefined || rolledBackAtMs !== undefined)
    throw nothingToTakeBack(applied, folder);
  if (fields.length === 0) note('nothing was changed, so there is nothing to restore');
  else if (object.kind === 'kubernetes') await restoreObject(config, object, fields, options);
  else await restoreDeployment(config, object, fields, options);
  if (isAllowed)
    await writeJson(folder, 'applied.json', appliedSchema, { ...applied, rolledBackAtMs: Date.now() });
  return isAllowed;
};
