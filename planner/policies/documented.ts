import type { AzuremlV1Settings, AzuremlV2Settings, HpaSettings } from '../../runs/schema/policy.ts';
import { azuremlFe, azuremlV1 } from '../platforms/azureml-v1.ts';
import { azuremlV2 } from '../platforms/azureml-v2.ts';
import { kubernetes } from '../platforms/kubernetes.ts';

type Bounds = { readonly minReplicas: number; readonly maxReplicas: number };

/** What is known of a rule of Azure ML. */
type KnownAzureml = Bounds & { readonly targetUtilization?: number };

/** Settings of a rule of Azure ML: what is not known is as documented, or assumed of it. */
export const documentedAzureml = (
  kind: 'azureml-v1' | 'azureml-v2',
  { minReplicas, maxReplicas, targetUtilization = azuremlFe.targetUtilization.value }: KnownAzureml,
): AzuremlV1Settings | AzuremlV2Settings => {
  const { stepLaw, denominator, sampling, deadband } = azuremlFe.hidden;
  const { knobs } = kind === 'azureml-v1' ? azuremlV1 : azuremlV2;
  const shared = {
    minReplicas,
    maxReplicas,
    targetUtilization,
    refreshSeconds: knobs.refreshSeconds.default.value,
    stepLaw: stepLaw.value,
    denominator: denominator.value,
    sampling: sampling.value,
    deadband: deadband.value,
  };
  return kind === 'azureml-v1'
    ? { kind, ...shared, scaleDownHoldSeconds: azuremlV1.scaleDownHoldSeconds.value }
    : { kind, ...shared, scaleDownHoldRefreshes: azuremlV2.scaleDownHoldRefreshes.value };
};

/** Settings of an HPA that follows the CPU of its pods, all else as documented or assumed. */
export const documentedHpa = (bounds: Bounds): HpaSettings => {
  const { controller, metricsServer, knobs } = kubernetes;
  const targetValue = knobs.targetUtilization.default.value;
  return {
    kind: 'hpa',
    ...bounds,
    metrics: [{ name: 'cpu', source: 'utilization', targetValue, scale: 1 }],
    syncPeriodSeconds: controller.syncPeriodSeconds.value,
    tolerance: controller.tolerance.value,
    initialReadinessDelaySeconds: controller.initialReadinessDelaySeconds.value,
    cpuInitializationPeriodSeconds: controller.cpuInitializationPeriodSeconds.value,
    metricsResolutionSeconds: metricsServer.resolutionSeconds.value,
    sampleAgeSeconds: metricsServer.sampleAgeSeconds.value,
  };
};
