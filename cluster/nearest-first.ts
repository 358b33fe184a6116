import { editDistance } from '../errors/nearest.ts';

const namesMost = 10;

/**
 * The ten names of what exists that are most like the one asked for: what a typo meant is at the front.
 *
 * @example nearestFirst('prod-ask', ['dev', 'prod-aks']) // ['prod-aks', 'dev']
 */
export const nearestFirst = (asked: string, existing: readonly string[]): string[] =>
  existing
    .map((name) => ({ name, distance: editDistance(asked, name) }))
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, namesMost)
    .map(({ name }) => name);
