import type { Difference } from '../planner/settings/index.ts';
import { settingPathText, settingValueText } from './words/settings/settings.ts';

/** One field of an object and what becomes of it; null: it is not there. */
type Change = { readonly path: readonly string[]; readonly before: unknown; readonly after: unknown };

const isHolder = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The same change part by part, lists item by item: a whole list tells nobody what changed in it. */
const parts = ({ path, before, after }: Change): readonly Change[] => {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isHolder(before) || !isHolder(after)) return [{ path, before, after }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) =>
    parts({ path: [...path, key], before: before[key] ?? null, after: after[key] ?? null }),
  );
};

const said = (value: unknown): string => (value === null ? 'nothing' : JSON.stringify(value));

/**
 * A setting that an advice leaves alone, and that is not as it was simulated.
 *
 * @example leftAloneText({ path: ['maxReplicas'], found: 8, simulated: 20 })
 * // 'maxReplicas is 8 there, and was 20 in what was simulated. It stays 8, as the advice does not change it; but …'
 */
export const leftAloneText = ({ path, found, simulated }: Difference): string => {
  const [now, then] = [found, simulated].map(settingValueText);
  return `${settingPathText(path)} is ${now} there, and was ${then} in what was simulated. It stays ${now}, as the advice does not change it; but the advice was made for ${then}. To plan for ${now}, record a new run`;
};

/**
 * What a write changes, a line for each field.
 *
 * @param where the object
 * @param owners managers that own some of the fields until now
 * @param differences what is left alone and not as it was simulated, a sentence for each
 * @example renderChanges('Deployment models/score', [{ path: ['spec', 'replicas'], before: 2, after: 3 }], [])
 * // 'Deployment models/score\n  spec.replicas: 2 -> 3'
 */
export const renderChanges = (
  where: string,
  changes: readonly Change[],
  owners: readonly string[],
  differences: readonly string[] = [],
): string => {
  const lines = changes
    .flatMap(parts)
    .map(({ path, before, after }) => `  ${path.join('.')}: ${said(before)} -> ${said(after)}`);
  const taken =
    owners.length === 0
      ? []
      : [`  until now these fields belong to ${owners.join(', ')}, whose next write would set its own again`];
  return [where, ...lines, ...taken, ...differences].join('\n');
};
