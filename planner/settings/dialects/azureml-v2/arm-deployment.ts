import { HeadroomError } from '../../../../errors/headroom-error.ts';
import { field } from '../../field.ts';
import type { Form } from '../../form.ts';
import { anyOf, type KnownKeys } from '../../known-keys.ts';
import { lineOf, type OpenDocument, type Path, valueIn } from '../../text/edit.ts';
import { isoDuration, isoDurationMs, number, wholePercent } from '../../units.ts';
import { isFixedType, type ScaleType, withScaledType } from './scale-type.ts';
import { deploymentTraps, scaleTypeTraps } from './traps.ts';

const scaleSettings: Path = ['properties', 'scaleSettings'];
const requestSettings: Path = ['properties', 'requestSettings'];
const scaleType: ScaleType = {
  path: [...scaleSettings, 'scaleType'],
  words: ['Default', 'TargetUtilization'],
};

/** The type of the resource, as Azure Resource Manager names it. */
const armType = 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments';

const fixedNumber: Path = ['sku', 'capacity'];

const isFixed = (value: unknown): boolean => isFixedType(value, scaleType);

const demandKubernetes = (object: OpenDocument): void => {
  const path: Path = ['properties', 'endpointComputeType'];
  const compute = valueIn(object.value, path);
  if (compute === undefined || compute === 'Kubernetes') return;
  throw new HeadroomError('E_CONFIG', {
    what: `endpointComputeType is ${JSON.stringify(compute)}: rules of Azure Monitor scale a managed deployment`,
    where: `line ${lineOf(object, path)}`,
    fix: 'give the deployment of a Kubernetes online endpoint',
  });
};

const keys: KnownKeys = {
  keys: {
    ...anyOf('id', 'name', 'type', 'location', 'tags', 'kind', 'identity', 'sku', 'systemData'),
    properties: {
      keys: {
        ...anyOf('endpointComputeType', 'instanceType', 'environmentVariables', 'provisioningState'),
        scaleSettings: {
          keys: anyOf(
            'scaleType',
            'minInstances',
            'maxInstances',
            'targetUtilizationPercentage',
            'pollingInterval',
          ),
        },
        requestSettings: {
          keys: anyOf('requestTimeout', 'maxConcurrentRequestsPerInstance', 'maxQueueWait'),
        },
      },
      isOpen: true,
    },
  },
  isOpen: true,
};

/**
 * A deployment of a Kubernetes online endpoint as Azure Resource Manager has it: `az rest`, or a resource of a template.
 * Source: https://learn.microsoft.com/rest/api/azureml/online-deployments
 */
export const armDeployment: Form = {
  name: 'arm-deployment',
  isIt: (value) =>
    String(valueIn(value, ['type'])).toLowerCase() === armType.toLowerCase() ||
    valueIn(value, ['properties', 'endpointComputeType']) !== undefined,
  demand: demandKubernetes,
  fields: [
    field('minReplicas', number, [...scaleSettings, 'minInstances']),
    field('maxReplicas', number, [...scaleSettings, 'maxInstances']),
    field('targetUtilization', wholePercent, [...scaleSettings, 'targetUtilizationPercentage']),
    field('refreshSeconds', isoDuration, [...scaleSettings, 'pollingInterval']),
    field('slotsPerReplica', number, [...requestSettings, 'maxConcurrentRequestsPerInstance']),
    field('requestTimeoutMs', isoDurationMs, [...requestSettings, 'requestTimeout']),
    field('queueWaitMs', isoDurationMs, [...requestSettings, 'maxQueueWait']),
  ],
  keys,
  serverPaths: [['systemData'], ['properties', 'provisioningState']],
  namePath: ['name'],
  autoscaling: {
    fixedReplicas: (value) => {
      if (!isFixed(value)) return undefined;
      return number.read(valueIn(value, fixedNumber)) ?? 1;
    },
    turnOn: (object) => withScaledType(object, scaleType),
  },
  traps: (object, settings) => [
    ...scaleTypeTraps(object, scaleSettings, scaleType),
    ...deploymentTraps(object, settings, {
      isFixed: isFixed(object.value),
      timeout: [...requestSettings, 'requestTimeout'],
      maximum: [...scaleSettings, 'maxInstances'],
      slots: [...requestSettings, 'maxConcurrentRequestsPerInstance'],
      workers: ['properties', 'environmentVariables', 'WORKER_COUNT'],
    }),
  ],
};
