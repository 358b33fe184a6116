import { azuremlV1 } from './dialects/azureml-v1.ts';
import { azuremlV2 } from './dialects/azureml-v2.ts';
import { hpa } from './dialects/hpa.ts';
import { kedaHttp } from './dialects/keda-http.ts';
import { knative } from './dialects/knative.ts';
import type { Dialect, DialectName } from './settings.ts';

/** Readers and writers of each platform's file, by the policy that the file configures. */
export const dialects: Readonly<Record<DialectName, Dialect>> = {
  'azureml-v1': azuremlV1,
  'azureml-v2': azuremlV2,
  hpa,
  'keda-http': kedaHttp,
  knative,
};
