import { type ContainerResources, isLimitBelowRequest } from './most-utilization.ts';
import { lineOf, type OpenDocument, type Path, valueIn } from './text/edit.ts';
import type { Trap } from './trap.ts';

/**
 * Limits below their requests, which Kubernetes refuses.
 *
 * @param path of what has `resources`: a container, or a whole deployment
 * @param container its name; null where there is only one
 */
export const limitTraps = (object: OpenDocument, path: Path, container: string | null): readonly Trap[] => {
  const resourcesPath = [...path, 'resources'];
  const resources = valueIn(object.value, resourcesPath) as ContainerResources['resources'] | undefined;
  const { limits = {}, requests = {} } = resources ?? {};
  return Object.keys(limits ?? {})
    .filter((resource) => isLimitBelowRequest({ resources: { limits, requests } }, resource))
    .map((resource) => ({
      rule: 'limit-below-request',
      level: 'error',
      container,
      resource,
      limit: String(limits[resource]),
      request: String(requests[resource]),
      line: lineOf(object, [...resourcesPath, 'limits', resource]),
    }));
};

/** The same of every container of the pods that an object makes. */
export const podLimitTraps = (object: OpenDocument): readonly Trap[] =>
  ['containers', 'initContainers'].flatMap((key) => {
    const path: Path = ['spec', 'template', 'spec', key];
    const containers = valueIn(object.value, path);
    if (!Array.isArray(containers)) return [];
    return containers.flatMap((container: unknown, i) =>
      limitTraps(object, [...path, i], String(valueIn(container, ['name']) ?? i)),
    );
  });
