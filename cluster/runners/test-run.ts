import { ownLabels } from './names.ts';
import {
  k6Arguments,
  type PodPlace,
  podEnvironment,
  podPlacement,
  podSecurity,
  podVolumes,
} from './pod-spec.ts';

/** Where the k6-operator puts a script; the ConfigMap has the name of the run with this at its end. */
export const scriptSuffix = 'script';
/** Its file in there. */
export const scriptFile = 'script.js';

/**
 * The spec of a TestRun of the k6-operator with the same image (CRD k6.io/v1alpha1, v1.5.0). The common start is the tool's, as with
 * a Job: so k6 is not paused until the operator's starter comes, whose image a closed cluster may not get. The operator asks each
 * runner whether it is ready, by default every ten seconds: made quick.
 */
export const testRunSpecOf = (place: PodPlace, runId: string): object => {
  const { runners, name } = place;
  const { volumes, volumeMounts } = podVolumes(place);
  return {
    parallelism: runners.count,
    script: { configMap: { name: `${name}-${scriptSuffix}`, file: scriptFile } },
    arguments: k6Arguments.join(' '),
    quiet: 'true',
    paused: 'false',
    initializer: { disabled: true },
    // A limit alone would be its request too: no node with less than two cores free could take it.
    starter: { resources: { requests: { cpu: '50m', memory: '16Mi' }, limits: { cpu: '2' } } },
    runner: {
      image: runners.image,
      metadata: { labels: ownLabels(runId) },
      automountServiceAccountToken: 'true',
      serviceAccountName: runners.serviceAccount,
      ...podPlacement(runners),
      env: podEnvironment(place),
      resources: runners.resources,
      readinessProbe: { httpGet: { path: '/v1/status', port: 6565 }, periodSeconds: 1 },
      securityContext: podSecurity.pod,
      containerSecurityContext: podSecurity.container,
      volumes,
      volumeMounts,
    },
  };
};
