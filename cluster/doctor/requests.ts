import { defaultTolerance, isOutOfReach, mostUtilization, quantity } from '../../planner/settings/index.ts';
import { nameOf } from '../lines/raw.ts';
import { type DoctorLine, fine, namesText } from './line.ts';
import { type ContainerSpec, type HpaObject, type PodSpec, runningContainers } from './objects.ts';

/** A target in percent of a request: of one container, or of all. */
type Wanted = {
  readonly hpa: string;
  readonly resource: string;
  readonly container: string | undefined;
  /** Of the request. */
  readonly targetShare: number;
  /** How far above the target replicas are added, a share of it. */
  readonly tolerance: number;
};

const toleranceOf = ({ spec }: HpaObject): number => {
  const said = spec?.behavior?.scaleUp?.tolerance;
  return (said === undefined ? undefined : quantity.read(said)) ?? defaultTolerance;
};

const wantedOf = (hpa: HpaObject): Wanted[] =>
  (hpa.spec?.metrics ?? []).flatMap(({ resource, containerResource }) => {
    const source = resource ?? containerResource;
    const percent = source?.target?.averageUtilization;
    if (source?.name === undefined || percent === undefined) return [];
    return [
      {
        hpa: nameOf(hpa),
        resource: source.name,
        container: containerResource?.container,
        targetShare: percent / 100,
        tolerance: toleranceOf(hpa),
      },
    ];
  });

/** The API server takes a limit for a request that is not given, so a pod that runs always has what counts. */
const asksFor = (resource: string, { resources }: ContainerSpec): boolean =>
  (resources?.requests?.[resource] ?? resources?.limits?.[resource]) !== undefined;

const percentText = (share: number): string => `${Math.round(100 * share)} %`;

/** Whether the limits of containers let the target be passed at all. */
const reachLine = (
  { hpa, resource, targetShare, tolerance }: Wanted,
  counted: readonly ContainerSpec[],
): DoctorLine => {
  const mostShare = mostUtilization(resource, counted);
  if (mostShare === undefined || !isOutOfReach(mostShare, targetShare, tolerance))
    return fine(
      'requests',
      `every container that counts for the ${resource} target has a ${resource} request`,
    );
  return {
    level: 'problem',
    topic: 'requests',
    what: `at their ${resource} limit the pods use ${percentText(mostShare)} of their request, and HorizontalPodAutoscaler ${hpa} adds none up to ${percentText(tolerance)} above the target of ${percentText(targetShare)}: no load ever adds a replica by this metric`,
    fix: `lower the target, or raise resources.limits.${resource} above the request`,
  };
};

const lineOf = (wanted: Wanted, pod: PodSpec): DoctorLine => {
  const { hpa, resource, container } = wanted;
  const running = runningContainers(pod);
  const counted = container === undefined ? running : running.filter(({ name }) => name === container);
  if (counted.length === 0)
    return {
      level: 'problem',
      topic: 'requests',
      what: `HorizontalPodAutoscaler ${hpa} measures the container ${container}, which the pods do not have: they have ${namesText(running.map(({ name }) => name))}`,
      fix: 'correct the container of its ContainerResource metric',
    };
  const without = counted.filter((one) => !asksFor(resource, one)).map(({ name }) => name);
  if (without.length === 0) return reachLine(wanted, counted);
  return {
    level: 'problem',
    topic: 'requests',
    what: `the ${resource} target of HorizontalPodAutoscaler ${hpa} is a share of the request, and ${namesText(without)} has no ${resource} request: the HPA can't compute it`,
    fix: `set resources.requests.${resource} on ${namesText(without)}, or use a ContainerResource metric`,
  };
};

/** Requests where a target in percent needs them: one container without stops the whole metric. */
export const requestLines = (own: readonly HpaObject[], pod: PodSpec | undefined): DoctorLine[] =>
  pod === undefined ? [] : own.flatMap(wantedOf).map((wanted) => lineOf(wanted, pod));
