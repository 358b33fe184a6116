import { kubernetes } from '../../platforms/kubernetes.ts';
import { createDialect } from '../dialect.ts';
import { fieldsOf } from '../fields.ts';
import { valueIn } from '../text/edit.ts';
import { behavior } from './hpa/behavior.ts';
import { averageValues, cpuUtilization } from './hpa/metrics.ts';

/**
 * HorizontalPodAutoscaler, autoscaling/v2.
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
 */
export const hpa = createDialect({
  name: 'hpa',
  fileName: 'hpa.yaml',
  format: 'yaml',
  isIt: (document) =>
    valueIn(document, ['kind']) === 'HorizontalPodAutoscaler' &&
    String(valueIn(document, ['apiVersion'])).startsWith('autoscaling/v2'),
  fields: fieldsOf(kubernetes, [cpuUtilization, averageValues, behavior]),
  template: `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: scoring # your name for it
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: scoring # your Deployment
`,
});
