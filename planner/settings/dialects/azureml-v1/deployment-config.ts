import { HeadroomError } from '../../../../errors/headroom-error.ts';
import { azuremlV1 as platform } from '../../../platforms/azureml-v1.ts';
import { readAt } from '../../field.ts';
import { fieldsOf } from '../../fields.ts';
import type { Form } from '../../form.ts';
import { anyOf, type KnownKeys } from '../../known-keys.ts';
import { lineOf, type OpenDocument, type Path, valueIn, withoutValue, withValue } from '../../text/edit.ts';
import { type Trap, trapIf } from '../../trap.ts';
import { number, onOrOff } from '../../units.ts';
import { autoscalerKeys } from './autoscaler-keys.ts';

const isOn: Path = ['autoScaler', 'autoscaleEnabled'];
const fixedNumber: Path = ['numReplicas'];

/** JSON that YAML would let pass, such as a trailing comma, is an error to the tool that takes this file. */
const demandJson = ({ text }: OpenDocument): void => {
  const json = text.replace(/^\uFEFF/, '');
  if (!/^\s*[{[]/.test(json))
    throw new HeadroomError('E_CONFIG', {
      what: 'this is YAML, and a deployment configuration of Azure ML v1 is read here as JSON only',
      fix: 'write the same keys as JSON, in a deploymentconfig.json',
    });
  try {
    JSON.parse(json);
  } catch (cause) {
    throw new HeadroomError('E_CONFIG', {
      what: `not readable as JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      fix: 'correct the file and try again; nothing was written',
      cause,
    });
  }
};

const demandAks = (object: OpenDocument): void => {
  const compute = valueIn(object.value, ['computeType']);
  if (compute === undefined || String(compute).toLowerCase() === 'aks') return;
  const isAci = String(compute).toLowerCase() === 'aci';
  throw new HeadroomError('E_CONFIG', {
    what: `computeType is ${JSON.stringify(compute)}: ${isAci ? 'Azure Container Instances run one container and have no autoscaler' : 'only aks has an autoscaler'}`,
    where: `line ${lineOf(object, ['computeType'])}`,
    fix: 'give the deployment configuration of the web service on AKS',
  });
};

/** A word of the SDK is no key of this file: nothing may be written beside it, and nothing is read from it. */
const demandKeysOfTheFile = (object: OpenDocument): void => {
  const inPlace = new Map<string, string>([
    ['autoscale_enabled', isOn.join('.')],
    ['num_replicas', 'numReplicas'],
    ...Object.values(platform.knobs).map(({ name, paths }) => [name, paths[0].join('.')] as const),
  ]);
  const strays = [...inPlace].filter(([word]) => valueIn(object.value, [word]) !== undefined);
  if (strays.length === 0) return;
  throw new HeadroomError(
    'E_CONFIG',
    strays.map(([word, key]) => ({
      what: `${word} is an argument of the Python SDK and no key of this file, so it has no effect`,
      where: `line ${lineOf(object, [word])}`,
      fix: `call it ${key}`,
    })),
  );
};

/** What decides whether the service scales must be certain: it is not to be taken for the opposite. */
const demandSwitch = (object: OpenDocument): void => {
  readAt(object, isOn, onOrOff);
  readAt(object, fixedNumber, number);
};

/** The replicas while autoscaling is off; undefined: it is on. */
const fixedReplicas = (value: unknown): number | undefined => {
  const replicas = number.read(valueIn(value, fixedNumber)) ?? undefined;
  const enabled = valueIn(value, isOn) ?? replicas === undefined;
  return enabled === true ? undefined : (replicas ?? 1);
};

const keys: KnownKeys = {
  keys: {
    ...anyOf('computeType', 'authEnabled', 'appInsightsEnabled', 'scoringTimeoutMs', 'numReplicas'),
    ...anyOf('maxConcurrentRequestsPerContainer', 'maxQueueWaitMs', 'keys', 'gpuCores', 'namespace'),
    ...anyOf('tokenAuthEnabled', 'aadAuthEnabled', 'sslEnabled', 'tags', 'properties', 'description'),
    autoScaler: {
      keys: anyOf(
        'autoscaleEnabled',
        'minReplicas',
        'maxReplicas',
        'refreshPeriodInSeconds',
        'targetUtilization',
      ),
    },
    dataCollection: { keys: anyOf('storageEnabled'), isOpen: true },
    containerResourceRequirements: {
      keys: anyOf('cpu', 'cpuLimit', 'memoryInGB', 'memoryInGBLimit', 'gpu'),
    },
    livenessProbeRequirements: {
      keys: anyOf(
        'periodSeconds',
        'initialDelaySeconds',
        'timeoutSeconds',
        'successThreshold',
        'failureThreshold',
      ),
    },
  },
  isOpen: true,
};

const ignoredWhileOff = (object: OpenDocument): readonly Trap[] => {
  const ignored = autoscalerKeys
    .map((key): Path => platform.knobs[key].paths[0])
    .filter((path) => valueIn(object.value, path) !== undefined);
  return trapIf(fixedReplicas(object.value) !== undefined && ignored.length > 0, {
    rule: 'ignored-without-autoscaling',
    level: 'warning',
    keys: ignored.map((path) => path.join('.')),
    ...(ignored[0] && { line: lineOf(object, ignored[0]) }),
  });
};

/**
 * `deploymentconfig.json` of an AksWebservice.
 * Source: https://learn.microsoft.com/azure/machine-learning/v1/reference-azure-machine-learning-cli
 */
export const deploymentConfig: Form = {
  name: 'deployment-config',
  isIt: (value) => typeof value === 'object' && value !== null && !('kind' in value),
  isSure: (value) =>
    ['computeType', 'autoScaler', 'containerResourceRequirements'].some(
      (key) => valueIn(value, [key]) !== undefined,
    ),
  demand: (object) => {
    demandJson(object);
    demandAks(object);
    demandKeysOfTheFile(object);
    demandSwitch(object);
  },
  fields: fieldsOf(platform),
  keys,
  serverPaths: [],
  namePath: ['name'],
  autoscaling: {
    fixedReplicas,
    // The service refuses a number of replicas beside autoscaling.
    turnOn: (object) => {
      const free = withoutValue(object, fixedNumber);
      return valueIn(free.value, isOn) === true ? free : withValue(free, isOn, true);
    },
  },
  traps: (object) => [
    ...trapIf(valueIn(object.value, isOn) === true && valueIn(object.value, fixedNumber) !== undefined, {
      rule: 'replicas-beside-autoscaling',
      level: 'error',
      keys: [fixedNumber.join('.'), isOn.join('.')],
      line: lineOf(object, fixedNumber),
    }),
    ...ignoredWhileOff(object),
  ],
};
