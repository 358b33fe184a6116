import { azuremlV1 } from './azureml-v1.ts';
import { azuremlV2 } from './azureml-v2.ts';
import { aci, local } from './containers.ts';
import { kedaHttp } from './keda-http.ts';
import { knative } from './knative.ts';
import { kubernetes } from './kubernetes.ts';
import type { Platform, PlatformName, RuleName, StatusMeaning } from './platform.ts';

export type { Platform } from './platform.ts';

/** Every record: a new platform is one entry. */
export const platforms: Readonly<Record<PlatformName, Platform>> = {
  'azureml-v1': azuremlV1,
  'azureml-v2': azuremlV2,
  aci,
  local,
  kubernetes,
  'keda-http': kedaHttp,
  knative,
};

/** The kinds of target that a config may name. */
export const targetKinds = ['local', 'aci', 'aks-v1', 'aks-v2', 'kubernetes'] as const;

/** The platforms that a config may name as its target. */
export type TargetKind = (typeof targetKinds)[number];

/** The platform that an autoscaler's rule belongs to. A fixed number of replicas may stand anywhere. */
const platformOfPolicy: Readonly<Partial<Record<RuleName, PlatformName>>> = {
  'azureml-v1': 'azureml-v1',
  'azureml-v2': 'azureml-v2',
  hpa: 'kubernetes',
  'keda-http': 'keda-http',
  knative: 'knative',
};

/**
 * The platform of a target. Its kind says which it is; of `kubernetes` and `local`, where anything may run, the kind
 * of the autoscaler does.
 *
 * @example platformOf('kubernetes', 'knative').requestTimeoutMs.value // 300000
 */
export const platformOf = (target: TargetKind, rule: RuleName | undefined): Platform => {
  if (target === 'aks-v1') return azuremlV1;
  if (target === 'aks-v2') return azuremlV2;
  if (target === 'aci') return aci;
  const ofRule = rule && platformOfPolicy[rule];
  return platforms[ofRule ?? target];
};

/** The platform whose settings file configures a rule; undefined for a fixed number of replicas, which has none. */
export const platformOfRule = (rule: RuleName): Platform | undefined => {
  const name = platformOfPolicy[rule];
  return name && platforms[name];
};

/**
 * What an outcome of a request means on a platform; undefined for a code that nobody explains, and for no answer.
 *
 * @example meaningOf(platforms.kubernetes, '502') // 'replicaUnreachable'
 */
export const meaningOf = ({ statusCodes }: Platform, outcome: string): StatusMeaning | undefined =>
  statusCodes[outcome]?.value;
