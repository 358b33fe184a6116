import type { RawObject } from '../lines/raw.ts';
import { nearestFirst } from '../nearest-first.ts';

/** Labels that controllers add to tell revisions apart: no one selects by them. */
const revisionLabels = new Set(['pod-template-hash', 'controller-revision-hash', 'pod-template-generation']);

/**
 * Labels that objects carry, as selectors, those most like the one asked for first.
 *
 * @example labelsNear('app=scor', [{ metadata: { labels: { app: 'score', tier: 'web' } } }]) // ['app=score', 'tier=web']
 */
export const labelsNear = (selector: string, objects: readonly RawObject[]): string[] => {
  const labels = objects
    .flatMap(({ metadata }) => Object.entries(metadata?.labels ?? {}))
    .filter(([key]) => !revisionLabels.has(key))
    .map(([key, value]) => `${key}=${value}`);
  return nearestFirst(selector, [...new Set(labels)]);
};
