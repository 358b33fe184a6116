import { kubernetes } from '../platforms/kubernetes.ts';
import { quantity } from './units.ts';

/** What a container asks for and may use at most, by resource, as Kubernetes spells amounts. */
export type ContainerResources = {
  readonly resources?: {
    readonly requests?: Readonly<Record<string, unknown>>;
    readonly limits?: Readonly<Record<string, unknown>>;
  };
};

const amountOf = (raw: unknown): number | undefined =>
  raw === undefined || raw === null ? undefined : (quantity.read(raw as string) ?? undefined);

/** Whether a container may use less of a resource than it asks for: the API server refuses it. */
export const isLimitBelowRequest = ({ resources }: ContainerResources, resource: string): boolean => {
  const [limit, request] = [resources?.limits?.[resource], resources?.requests?.[resource]].map(amountOf);
  return limit !== undefined && request !== undefined && limit < request;
};

/**
 * The most that pods can use of a resource, as a share of what they ask for: limits over requests, each added up over the
 * containers. undefined: a container has no limit, or an amount can't be read. A request that is not said is the limit.
 *
 * @example
 * mostUtilization('cpu', [{ resources: { requests: { cpu: '500m' }, limits: { cpu: '600m' } } }]) // 1.2
 */
export const mostUtilization = (
  resource: string,
  containers: readonly ContainerResources[],
): number | undefined => {
  let [limits, requests] = [0, 0];
  for (const { resources } of containers) {
    const limit = amountOf(resources?.limits?.[resource]);
    const request = amountOf(resources?.requests?.[resource] ?? resources?.limits?.[resource]);
    if (limit === undefined || request === undefined) return undefined;
    limits += limit;
    requests += request;
  }
  return requests > 0 ? limits / requests : undefined;
};

/** How far above its target a metric must be before an HPA adds replicas, a share, where nothing else is set. */
export const defaultTolerance = kubernetes.controller.tolerance.value;

/**
 * Whether no load ever lets an HPA add replicas: at the limits of its pods the metric is not above the target by more than the
 * tolerance.
 */
export const isOutOfReach = (mostShare: number, targetShare: number, tolerance: number): boolean =>
  mostShare <= targetShare * (1 + tolerance) + 1e-9;
