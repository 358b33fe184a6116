import { HeadroomError } from '../../../../errors/headroom-error.ts';
import { azuremlV2 as platform } from '../../../platforms/azureml-v2.ts';
import { readAt } from '../../field.ts';
import { fieldsOf } from '../../fields.ts';
import type { Form } from '../../form.ts';
import { anyOf, type KnownKeys } from '../../known-keys.ts';
import { limitTraps } from '../../limit-traps.ts';
import type { ScalingSettings } from '../../settings.ts';
import { lineOf, type OpenDocument, type Path, valueIn } from '../../text/edit.ts';
import type { Trap } from '../../trap.ts';
import { number } from '../../units.ts';
import { isFixedType, type ScaleType, withScaledType } from './scale-type.ts';
import { deploymentTraps, scaleTypeTraps } from './traps.ts';

const scaleSettings: Path = ['scale_settings'];
const scaleType: ScaleType = {
  path: [...scaleSettings, 'type'],
  words: ['default', 'target_utilization'],
};

const fixedNumber: Path = ['instance_count'];

const isFixed = (value: unknown): boolean => isFixedType(value, scaleType);

const at = (object: OpenDocument, path: Path): string => `line ${lineOf(object, path)}`;

const managed = (where: string): HeadroomError =>
  new HeadroomError('E_CONFIG', {
    what: 'this is a managed online deployment: rules of Azure Monitor scale it, and it has no scale_settings',
    where,
    fix: 'give the deployment of a Kubernetes online endpoint (type: kubernetes)',
  });

const olderEndpoint = (where: string): HeadroomError =>
  new HeadroomError('E_CONFIG', {
    what: 'this is an endpoint file of an older CLI: scale settings stand in each of its deployments',
    where,
    fix: 'give each deployment a file of its own: az ml online-deployment show',
  });

const endpoint = (where: string): HeadroomError =>
  new HeadroomError('E_CONFIG', {
    what: 'this is an endpoint, and scale settings belong to its deployment',
    where,
    fix: 'give the file of the deployment',
  });

/** Keys that only a deployment or an endpoint has, and the slips that people make in them. */
const ownKeys = ['endpoint_name', 'scale_settings', 'request_settings', 'scale_setting', 'request_setting'];

/** Whether a value can be nothing but a deployment or an endpoint of Azure ML. */
const isSure = (value: unknown): boolean =>
  [...ownKeys, 'deployments'].some((key) => valueIn(value, [key]) !== undefined) ||
  /OnlineDeployment|OnlineEndpoint/i.test(String(valueIn(value, ['$schema'])));

/** Of the files that look like a deployment: those that azureml-fe does not scale. */
const demandKubernetes = (object: OpenDocument): void => {
  const { value } = object;
  const isSaid = (key: string): boolean => valueIn(value, [key]) !== undefined;
  if (valueIn(value, ['type']) === 'managed') throw managed(at(object, ['type']));
  if (/managedOnlineDeployment/i.test(String(valueIn(value, ['$schema']))))
    throw managed(at(object, ['$schema']));
  if (isSaid('deployments')) throw olderEndpoint(at(object, ['deployments']));
  if (isFixed(value)) readAt(object, fixedNumber, number);
  if (isSaid('traffic') || isSaid('auth_mode')) throw endpoint(at(object, []));
};

const probe: KnownKeys = {
  keys: anyOf('initial_delay', 'period', 'timeout', 'success_threshold', 'failure_threshold'),
  isOpen: true,
};

const keys: KnownKeys = {
  keys: {
    ...anyOf('$schema', 'name', 'description', 'tags', 'properties', 'endpoint_name', 'type', 'model'),
    ...anyOf('code_configuration', 'environment', 'environment_variables', 'instance_type'),
    ...anyOf('instance_count', 'app_insights_enabled', 'data_collector', 'model_mount_path'),
    scale_settings: {
      keys: anyOf(
        'type',
        'min_instances',
        'max_instances',
        'target_utilization_percentage',
        'polling_interval',
      ),
    },
    request_settings: {
      keys: anyOf('request_timeout_ms', 'max_concurrent_requests_per_instance', 'max_queue_wait_ms'),
    },
    liveness_probe: probe,
    readiness_probe: probe,
    resources: { keys: anyOf('requests', 'limits') },
  },
  isOpen: true,
};

const traps = (object: OpenDocument, settings: ScalingSettings): readonly Trap[] => [
  ...scaleTypeTraps(object, scaleSettings, scaleType),
  ...deploymentTraps(object, settings, {
    isFixed: isFixed(object.value),
    timeout: ['request_settings', 'request_timeout_ms'],
    maximum: [...scaleSettings, 'max_instances'],
    slots: ['request_settings', 'max_concurrent_requests_per_instance'],
    workers: ['environment_variables', 'WORKER_COUNT'],
  }),
  ...limitTraps(object, [], null),
];

/**
 * The YAML of a deployment of a Kubernetes online endpoint.
 * Source: https://learn.microsoft.com/azure/machine-learning/reference-yaml-deployment-kubernetes-online
 */
export const onlineDeployment: Form = {
  name: 'online-deployment',
  // A deployment has no `kind`, unlike the Kubernetes objects that a file may hold beside it.
  isIt: (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !('kind' in value) &&
    !('computeType' in value),
  isSure,
  demand: demandKubernetes,
  fields: fieldsOf(platform),
  keys,
  serverPaths: [],
  namePath: ['name'],
  autoscaling: {
    fixedReplicas: (value) => {
      if (!isFixed(value)) return undefined;
      return number.read(valueIn(value, fixedNumber)) ?? 1;
    },
    turnOn: (object) => withScaledType(object, scaleType),
  },
  traps,
};
