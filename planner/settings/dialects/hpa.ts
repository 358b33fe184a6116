import { createDialect } from '../dialect.ts';
import type { ObjectNames } from '../settings.ts';
import { knativeHpa } from './hpa/knative-hpa.ts';
import { scaledObject } from './hpa/scaled-object.ts';
import { hpaV1 } from './hpa/v1.ts';
import { currentApi, hpaV2 } from './hpa/v2.ts';
import { metadataLines, targetLines } from './template.ts';

const template = (names: ObjectNames): string => `apiVersion: ${currentApi}
kind: HorizontalPodAutoscaler
${metadataLines(names)}
spec:
  scaleTargetRef:
${targetLines(names)}
`;

/**
 * HorizontalPodAutoscaler, written by hand, by KEDA or by Knative.
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
 */
export const hpa = createDialect({
  name: 'hpa',
  fileName: 'hpa.yaml',
  forms: [hpaV2, hpaV1, scaledObject, knativeHpa],
  template,
});
