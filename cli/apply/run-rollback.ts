import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { itemOf, type ListItem } from '../../planner/settings/index.ts';
import { wholeSettingsText } from '../../reports/words/settings/settings.ts';
import { readJson, writeJson } from '../../runs/folder.ts';
import { plannedSettingsSchema } from '../../runs/schema/recommendation.ts';
import { runSchema } from '../../runs/schema/run.ts';
import { type Applied, appliedSchema, type WrittenField } from '../../runs/schema/verification.ts';
import { valueAt } from './fields.ts';
import { readAppliedIfAny, refuseOfOtherRun } from './read-applied.ts';
import { deploymentRestorer, objectRestorer, type Restorer } from './restorers.ts';
import { fateOf, isItsItem, itemPathOf, settledFields } from './write-fate.ts';

type RollbackOptions = {
  readonly folder: string;
  /** Without it, only what would be restored is shown. */
  readonly isAllowed: boolean;
  readonly note: (line: string) => void;
};

/** How it ended: restored, only shown, or there was nothing to restore. */
type RolledBack = 'restored' | 'shown' | 'nothing';

/** @example itemText({ type: 'External', name: 's0-prometheus' }) // 'External s0-prometheus' */
const itemText = ({ type, name }: ListItem): string =>
  [type, name].filter((word) => word !== undefined).join(' ') || 'no such item';

const changedByOthers = (
  live: unknown,
  fields: readonly WrittenField[],
  { where, isOpen }: { readonly where: string; readonly isOpen: boolean },
): HeadroomError => {
  const seen = fields
    .filter((field) => fateOf(live, [field]) !== 'written')
    .map((field) => {
      const { path, after, item } = field;
      if (item !== undefined && !isItsItem(live, field)) {
        const place = itemPathOf(field);
        return `${place.join('.')} was ${itemText(item)} and is now ${itemText(itemOf(valueAt(live, place)))}`;
      }
      return `${path.join('.')} was ${isOpen ? 'to be written' : 'written'} as ${JSON.stringify(after)} and is now ${JSON.stringify(valueAt(live, path))}`;
    });
  return new HeadroomError('E_SAFETY', {
    what: `someone else has changed it since, so nothing is restored: ${[...new Set(seen)].join('; ')}`,
    where,
    fix: 'applied.json holds what was there before (fields): restore by hand what you still want',
  });
};

/** What a person does where it is not known what was written: the record holds the settings that were in use, or what it read. */
const byHandText = ({ how, before, settings, outcome }: Applied): string => {
  const former = plannedSettingsSchema.safeParse(before);
  const what = former.success
    ? `the settings that the plan found in use, ${wholeSettingsText(former.data, settings)}`
    : 'what was there before, which applied.json holds as far as it is known';
  const by = how === 'command' ? 'your command or by hand' : 'hand';
  const why =
    outcome === 'open' ? '' : ': as long as it is there, a plan counts the advised settings as in use';
  return `put back by ${by} ${what}; then delete applied.json${why}`;
};

const nothingToTakeBack = (applied: Applied, folder: string): HeadroomError => {
  const { how, outcome, rolledBackAtMs } = applied;
  const by = how === 'byHand' ? 'hand' : `the ${how}`;
  const [what, fix] =
    rolledBackAtMs !== undefined
      ? [
          `they were rolled back already, at ${new Date(rolledBackAtMs).toISOString()}`,
          'nothing is left to do',
        ]
      : [
          outcome === 'open'
            ? `whether ${by} changed anything is not known, and it can't be taken back here`
            : `settings that were applied by ${by} can't be taken back here${how === 'command' ? ': only the command knows what it changed' : ''}`,
          byHandText(applied),
        ];
  return new HeadroomError('E_USAGE', { what, where: folder, fix });
};

/** The record of what was applied from the folder's own run; a run without one is told from a folder that is no run. */
const readApplied = async (folder: string): Promise<Applied> => {
  const file = await readAppliedIfAny(folder);
  refuseOfOtherRun(folder, file);
  if (file.kind === 'read') return file.value;
  if (file.kind !== 'absent') return readJson(folder, 'applied.json', appliedSchema);
  await readJson(folder, 'run.json', runSchema);
  throw new HeadroomError('E_USAGE', {
    what: 'nothing was applied from this run',
    where: folder,
    fix: 'nothing is left to do; else name the run whose advice was applied',
  });
};

/** What of the object is ours to take back, by what it says now. */
const fieldsToRestore = (
  applied: Applied,
  live: unknown,
  { where, note }: { readonly where: string; readonly note: (line: string) => void },
): readonly WrittenField[] => {
  const { fields = [], outcome } = applied;
  const isOpen = outcome === 'open';
  const fate = fateOf(live, fields);
  if (fate === 'changed') throw changedByOthers(live, fields, { where, isOpen });
  if (isOpen && fate === 'written') note('the write whose outcome was open was made');
  if (isOpen && fate === 'notWritten')
    note('the write whose outcome was open was not made: what was there before still stands there');
  if (!isOpen && fields.length > 0 && fate === 'notWritten') {
    note('what was there before stands there already');
    return [];
  }
  const ours = settledFields(applied, live);
  if (fateOf(live, ours) === 'changed') throw changedByOthers(live, ours, { where, isOpen });
  return ours;
};

const restoreBy = async (
  restorer: Restorer,
  applied: Applied,
  { folder, isAllowed, note }: RollbackOptions,
): Promise<RolledBack> => {
  const { where } = restorer;
  const live = await restorer.read();
  const fields = fieldsToRestore(applied, live, { where, note });
  if (fields.length > 0) await restorer.restore(live, fields);
  else note('nothing is to be restored');
  // A write that no answer came to may still arrive: its record stays, so that another rollback would find it.
  const isOver = fields.length > 0 || applied.outcome !== 'open';
  if (isAllowed && isOver)
    await writeJson(folder, 'applied.json', appliedSchema, { ...applied, rolledBackAtMs: Date.now() });
  if (fields.length === 0) return 'nothing';
  return isAllowed ? 'restored' : 'shown';
};

/**
 * `headroom rollback`: restores what `apply`, `verify` or `tune` found before they wrote, field by field and exactly. What
 * someone else has changed since is refused, not overwritten. A write whose outcome is open is judged by what the object says.
 *
 * @throws HeadroomError E_USAGE, E_SAFETY before anything is changed; E_CLUSTER
 */
export const runRollback = async (config: ResolvedConfig, options: RollbackOptions): Promise<RolledBack> => {
  const applied = await readApplied(options.folder);
  const { object, fields, rolledBackAtMs } = applied;
  if (object === undefined || fields === undefined || rolledBackAtMs !== undefined)
    throw nothingToTakeBack(applied, options.folder);
  const restorer =
    object.kind === 'kubernetes'
      ? await objectRestorer(config, object, options)
      : deploymentRestorer(config, object, options);
  return restoreBy(restorer, applied, options);
};
