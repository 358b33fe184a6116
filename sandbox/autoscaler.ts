import { type Decision, type Observation, startPolicy } from '../planner/policies/index.ts';
import type { HpaSettings, PolicySettings } from '../runs/schema/policy.ts';
import type { Fleet } from './fleet.ts';
import { createListeners } from './listeners.ts';
import type { Observer } from './observer.ts';

type AutoscalerStep = {
  readonly settings: PolicySettings;
  readonly observation: Observation;
  readonly desiredReplicas: number;
  /** Why, for a rule that tells. */
  readonly decision: Decision | undefined;
};

/** Steps the policy at its interval and sets the fleet's desired replicas. */
export type Autoscaler = {
  readonly settings: () => PolicySettings;
  /** Forgets what the old rule remembered; replicas are only brought inside the new bounds, at once. */
  readonly setSettings: (settings: PolicySettings) => void;
  readonly onSettings: (listener: (settings: PolicySettings) => void) => () => void;
  readonly onStep: (listener: (step: AutoscalerStep) => void) => () => void;
  readonly close: () => void;
};

type AutoscalerOptions = {
  readonly fleet: Pick<Fleet, 'desiredReplicas' | 'scaleTo'>;
  readonly observer: Observer;
  readonly settings: PolicySettings;
};

/** A longer interval makes Node fire at once. */
const intervalMsMax = 2 ** 31 - 1;

const withinBounds = (replicas: number, settings: PolicySettings): number => {
  if (settings.kind === 'fixed') return settings.replicas;
  const isUnlimited = settings.kind === 'knative' && settings.maxReplicas === 0;
  const most = isUnlimited ? Number.POSITIVE_INFINITY : settings.maxReplicas;
  return Math.min(most, Math.max(settings.minReplicas, replicas));
};

/** Steps the policy in real time, and scales the fleet to what it asks for. */
export const createAutoscaler = ({ fleet, observer, ...options }: AutoscalerOptions): Autoscaler => {
  const steps = createListeners<AutoscalerStep>();
  const changes = createListeners<PolicySettings>();
  let settings = options.settings;
  let policy = startPolicy(settings);
  let timer: NodeJS.Timeout | undefined;
  let scrapes: NodeJS.Timeout | undefined;

  const step = (): void => {
    const observation = observer.observe(settings.kind === 'hpa' ? settings.metrics : undefined);
    policy = policy.next(observation);
    const { desiredReplicas, decision } = policy;
    fleet.scaleTo(desiredReplicas);
    steps.tell({ settings, observation, desiredReplicas, decision });
  };

  /** Scrapes come before the first step at which their sample is due. */
  const scrapeFor = (hpa: HpaSettings): void => {
    const { open, scrape } = observer.podMetrics;
    scrapes = setTimeout(() => {
      scrape();
      scrapes = setInterval(scrape, hpa.metricsResolutionSeconds * 1000);
    }, open(hpa) * 1000);
  };

  const run = (): void => {
    clearInterval(timer);
    clearTimeout(scrapes);
    if (settings.kind === 'hpa') scrapeFor(settings);
    if (!Number.isFinite(policy.intervalSeconds)) return;
    timer = setInterval(step, Math.min(intervalMsMax, policy.intervalSeconds * 1000));
  };

  run();
  return {
    settings: () => settings,
    setSettings: (next) => {
      settings = next;
      policy = startPolicy(next);
      fleet.scaleTo(withinBounds(fleet.desiredReplicas(), next));
      run();
      changes.tell(next);
    },
    onSettings: changes.add,
    onStep: steps.add,
    close: () => {
      clearInterval(timer);
      clearTimeout(scrapes);
    },
  };
};
