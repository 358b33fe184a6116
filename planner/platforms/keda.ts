import { documented } from './fact.ts';

const spec = 'https://keda.sh/docs/latest/reference/scaledobject-spec/';

/** KEDA's ScaledObject: it makes an HPA, which scales between 1 and the maximum; KEDA itself goes to 0 and back. */
export const scaledObject = {
  minReplicas: documented(0, spec),
  maxReplicas: documented(100, spec),
} as const;
