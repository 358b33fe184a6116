import type { RawObject } from './lines/raw.ts';
import { nearestFirst } from './nearest-first.ts';

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

type Matched = { readonly deployments: number | undefined; readonly pods: number | undefined };

/**
 * What is odd about what a selector matches; empty if nothing is. `undefined` counts are unknown, and odd to no one.
 */
export const selectorWarnings = (options: {
  readonly namespace: string;
  readonly selector: string;
  readonly matched: Matched;
  /** Selectors that would match something. */
  readonly existing: readonly string[];
}): string[] => {
  const { namespace, selector, existing } = options;
  const { deployments, pods } = options.matched;
  const labels = existing.length === 0 ? 'there are no Deployments' : `labels there: ${existing.join(', ')}`;
  if (deployments === 0 && (pods ?? 0) === 0)
    return [`nothing in namespace "${namespace}" matches the selector "${selector}"; ${labels}`];
  if (deployments !== undefined && deployments > 1)
    return [
      `the selector "${selector}" matches ${deployments} Deployments: their replicas are counted together`,
    ];
  return [];
};
