import { gitOpsSigns } from '../../cluster/write/gitops.ts';
import { type ObjectRef, refText } from '../../cluster/write/object-ref.ts';
import { ownFields } from '../../cluster/write/own-fields.ts';
import { writeChange } from '../../cluster/write/write-change.ts';
import { type LiveObject, type Patch, readObject } from '../../cluster/write/write-object.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import {
  changesTo,
  type DialectName,
  type FieldChange,
  fieldChanges,
  type ItemChange,
  inItems,
  movedSettingsOf,
} from '../../planner/settings/index.ts';
import { renderChanges } from '../../reports/apply-terminal.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import { merged, nested, valueAt } from './fields.ts';
import { liveDifferences } from './live-differences.ts';
import type { Place } from './place.ts';
import type { Outcome, Way, WriteRecord } from './way.ts';

/** What is written, and where. */
type Change = {
  readonly place: Place;
  readonly ref: ObjectRef;
  readonly policy: PolicySettings;
  readonly inUse: PolicySettings;
  /** Also where a GitOps tool keeps the object as Git has it. */
  readonly isForced: boolean;
};

const withKind = (live: LiveObject, { kind }: ObjectRef): object => ({ kind, ...live });

/** A Deployment or StatefulSet has a number of replicas and no more; the others have a dialect. */
const wantedChanges = (live: LiveObject, { ref, policy, inUse }: Change): readonly FieldChange[] => {
  if (policy.kind === 'fixed') {
    const path = ['spec', 'replicas'];
    const before = valueAt(live, path);
    const isKept = inUse.kind === 'fixed' && inUse.replicas === policy.replicas;
    return isKept || before === policy.replicas ? [] : [{ path, before, after: policy.replicas }];
  }
  const dialect: DialectName = policy.kind;
  return changesTo(withKind(live, ref), dialect, movedSettingsOf({ policy, inUse }));
};

/** Fields are taken out by a merge patch only: a server-side apply takes out none that others own. */
const patchOf = (live: LiveObject, changes: readonly FieldChange[]): Patch => {
  const wanted = changes.map(({ path, after }) => nested(path, after));
  if (changes.some(({ after }) => after === null)) return { kind: 'merge', body: bodyOf(wanted) };
  const ours = ownFields(live).map((path) => nested(path, valueAt(live, path)));
  return { kind: 'apply', body: bodyOf([...ours, ...wanted]) };
};

const bodyOf = (parts: readonly unknown[]): Readonly<Record<string, unknown>> =>
  parts.reduce<unknown>(merged, {}) as Record<string, unknown>;

const demandNoGitOps = (live: LiveObject, { ref, isForced }: Change): void => {
  const signs = gitOpsSigns(live);
  if (signs.length === 0 || isForced) return;
  throw new HeadroomError('E_SAFETY', {
    what: `a GitOps tool keeps this object as Git has it (${signs.join(', ')}): it would take the change back`,
    where: refText(ref),
    fix: 'change the file in Git (plan --settings patches it), pause the tool, or say --force',
  });
};

/** What the scaling of an object consists of: labels, status and bookkeeping of the server are none of it. */
const scalingPart = (object: LiveObject): unknown => ({
  spec: object.spec,
  metadata: {
    annotations: Object.fromEntries(
      Object.entries(object.metadata.annotations ?? {}).filter(([key]) =>
        key.startsWith('autoscaling.knative.dev/'),
      ),
    ),
  },
});

/** The fields that a write changed, those among them that the server filled in; of an item of a list only what changed in it. */
const writtenFields = (before: LiveObject, after: LiveObject): readonly ItemChange[] =>
  inItems(fieldChanges(scalingPart(before), scalingPart(after)));

/** A change of an object as it was read. */
type Edit = { readonly live: LiveObject; readonly patch: Patch };

type Prepared = {
  readonly live: LiveObject;
  /** null: the settings are in force already. */
  readonly patch: Patch | null;
  /** What is left alone and not as it was simulated, a sentence for each. */
  readonly differences: readonly string[];
};

const prepared = async (change: Change): Promise<Prepared> => {
  const { place, ref } = change;
  const live = await readObject(place.connection, ref);
  demandNoGitOps(live, change);
  const changes = wantedChanges(live, change);
  return {
    live,
    patch: changes.length === 0 ? null : patchOf(live, changes),
    differences: liveDifferences(withKind(live, ref), change),
  };
};

/** What comes of a change by a dry run on the server, and who owns the fields by now. */
const tried = async (
  { place, ref }: Change,
  edit: Edit,
): Promise<{ readonly object: LiveObject; readonly owners: readonly string[] }> => {
  const polite = await writeChange(place.connection, ref, { ...edit, isDryRun: true, isForced: false });
  if (polite.kind === 'written') return { object: polite.object, owners: [] };
  if (polite.kind === 'refused') throw polite.error;
  return { object: await forced({ place, ref }, edit, { isDryRun: true }), owners: polite.by };
};

type Target = Pick<Change, 'place' | 'ref'>;

/** A person has agreed, so fields that others own are taken over. */
const forced = async (
  { place, ref }: Target,
  edit: Edit,
  {
    isDryRun,
    onRefusal,
  }: { readonly isDryRun: boolean; readonly onRefusal?: (() => Promise<void>) | undefined },
): Promise<LiveObject> => {
  const outcome = await writeChange(place.connection, ref, { ...edit, isDryRun, isForced: true });
  if (outcome.kind === 'owned') throw new Error(`a forced write met owners: ${outcome.by.join(', ')}`);
  if (outcome.kind === 'written') return outcome.object;
  await onRefusal?.();
  throw outcome.error;
};

const preview = async (change: Change): Promise<string> => {
  const { live, patch, differences } = await prepared(change);
  const where = `${refText(change.ref)} in the context ${change.place.context}`;
  if (patch === null) return [`${where}: the settings are in force already`, ...differences].join('\n');
  const { object, owners } = await tried(change, { live, patch });
  return renderChanges(where, writtenFields(live, object), owners, differences);
};

const outcomeOf = ({ ref, place }: Change, live: LiveObject, object: LiveObject): Outcome => {
  const fields = writtenFields(live, object);
  return {
    before: Object.fromEntries(fields.map(({ path, before }) => [path.join('.'), before])),
    object: {
      kind: 'kubernetes',
      context: place.context,
      objectKind: ref.kind,
      namespace: ref.namespace,
      name: ref.name,
      uid: live.metadata.uid,
    },
    fields: fields.map((field) => ({ ...field, path: [...field.path] })),
    live,
  };
};

const apply = async (change: Change, { keep, drop }: WriteRecord): Promise<Outcome> => {
  const { live, patch, differences } = await prepared(change);
  if (patch === null) return { ...outcomeOf(change, live, live), differences };
  const { object } = await tried(change, { live, patch });
  await keep(outcomeOf(change, live, object));
  const written = await forced(change, { live, patch }, { isDryRun: false, onRefusal: drop });
  return { ...outcomeOf(change, live, written), differences };
};

/**
 * Writes settings into an object of the cluster by server-side apply, with a field manager of our own. It writes only if the
 * settings of the object are still as they were read. Before that, a dry run on the server shows the outcome, admission and
 * defaults included.
 */
export const kubernetesWay = (change: Change): Way => ({
  how: 'kubernetes',
  needsYes: true,
  canBeTakenBack: true,
  preview: () => preview(change),
  apply: (record) => apply(change, record),
});
