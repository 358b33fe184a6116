import { createDialect } from '../dialect.ts';
import type { ObjectNames } from '../settings.ts';
import { classOf, hpaClass, isKnativeService } from './knative/annotations.ts';
import { inferenceService } from './knative/inference-service.ts';
import { knativeService } from './knative/service.ts';
import { metadataLines } from './template.ts';

const template = (names: ObjectNames): string => `apiVersion: serving.knative.dev/v1
kind: Service
${metadataLines(names)}
spec:
  template:
    metadata:
      annotations:
        autoscaling.knative.dev/class: kpa.autoscaling.knative.dev
    spec:
      containers:
        - image: registry.example.com/scoring # your image
`;

/**
 * Services that the Knative Pod Autoscaler scales.
 * Sources: https://knative.dev/docs/serving/autoscaling/ and https://knative.dev/docs/serving/reference/serving-api/
 */
export const knative = createDialect({
  name: 'knative',
  fileName: 'service.yaml',
  forms: [knativeService, inferenceService],
  // Knative makes an HPA of it.
  belongsTo: (value) => (isKnativeService(value) && classOf(value) === hpaClass ? 'hpa' : undefined),
  template,
});
