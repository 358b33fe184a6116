import { randomUUID } from 'node:crypto';
import type { Decision } from '../../planner/policies/index.ts';
import type { HpaSettings } from '../../runs/schema/policy.ts';
import type { Autoscaler } from '../autoscaler.ts';
import type { Fleet } from '../fleet.ts';
import { hpaOf } from './objects/autoscaler.ts';
import type { EventText } from './objects/event.ts';
import type { ServiceIdentity } from './objects/service.ts';
import type { Store } from './store.ts';
import { kubeTime } from './times.ts';

type HpaMirrorOptions = {
  readonly store: Store;
  readonly service: ServiceIdentity;
  readonly autoscaler: Autoscaler;
  readonly fleet: Fleet;
  readonly putEvents: (texts: readonly EventText[]) => void;
};

/** Remembers since when each condition has had its status. */
const createTransitions = () => {
  const known = new Map<string, { readonly status: string; readonly since: string }>();
  return (condition: string, status: string): string => {
    const before = known.get(condition);
    if (before?.status === status) return before.since;
    const since = kubeTime(Date.now());
    known.set(condition, { status, since });
    return since;
  };
};

/** Keeps a HorizontalPodAutoscaler in the API while the policy is one; other autoscalers have no such object. */
export const createHpaMirror = (options: HpaMirrorOptions): void => {
  const { store, service, autoscaler, fleet, putEvents } = options;
  const resource = 'horizontalpodautoscalers';
  const uid = randomUUID();
  const sinceOf = createTransitions();

  const put = (
    settings: HpaSettings,
    sync?: { readonly decision: Decision | undefined; readonly fromReplicas: number },
  ): void =>
    store.put(
      resource,
      hpaOf(service, {
        uid,
        settings,
        currentReplicas: fleet.inService().length + fleet.pendingReplicas(),
        desiredReplicas: fleet.desiredReplicas(),
        sync,
        sinceOf,
      }),
    );

  const followSettings = (): void => {
    const settings = autoscaler.settings();
    if (settings.kind === 'hpa') put(settings);
    else store.remove(resource, service.name);
  };

  followSettings();
  autoscaler.onSettings(followSettings);
  autoscaler.onStep(({ settings, observation, desiredReplicas, decision }) => {
    if (settings.kind !== 'hpa') return;
    put(settings, { decision, fromReplicas: observation.desiredReplicas });
    const object = store.get(resource, service.name);
    if (!object || desiredReplicas === observation.desiredReplicas) return;
    const isRise = desiredReplicas > observation.desiredReplicas;
    const why = isRise ? `${settings.metrics[0]?.name} above target` : 'All metrics below target';
    const message = `New size: ${desiredReplicas}; reason: ${why}`;
    const component = 'horizontal-pod-autoscaler';
    putEvents([{ type: 'Normal', reason: 'SuccessfulRescale', message, component, object }]);
  });
};
