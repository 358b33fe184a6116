import { HeadroomError } from '../../../../errors/headroom-error.ts';
import { kubernetes } from '../../../platforms/kubernetes.ts';
import { fieldsOf } from '../../fields.ts';
import { type Form, kubernetesServerPaths } from '../../form.ts';
import { anyOf, objectKeys } from '../../known-keys.ts';
import { lineOf, type OpenDocument, type Path, valueIn } from '../../text/edit.ts';
import { type Trap, trapIf } from '../../trap.ts';
import { behaviorAt, behaviorKeys, behaviorTraps } from './behavior.ts';
import { metricsKeys, metricTraps } from './manifest-metrics.ts';
import { cpuContainer, followedTraps, metricTargets, otherMetrics, otherTargets } from './metrics.ts';

/** What an HPA is called in the API that is current. */
export const currentApi = 'autoscaling/v2';

const behaviorPath: Path = ['spec', 'behavior'];

/** Says of an HPA of an older API that it is one. */
export const oldApiTrap = (object: OpenDocument): readonly Trap[] => {
  const seen = String(valueIn(object.value, ['apiVersion']));
  const line = lineOf(object, ['apiVersion']);
  return trapIf(seen !== currentApi, { rule: 'old-api', level: 'warning', seen, current: currentApi, line });
};

/** The API refuses an HPA without a maximum. */
export const maximumTrap = (object: OpenDocument): readonly Trap[] =>
  trapIf((valueIn(object.value, ['spec', 'maxReplicas']) ?? undefined) === undefined, {
    rule: 'maximum-missing',
    level: 'error',
    key: 'spec.maxReplicas',
    line: lineOf(object, ['spec']),
  });

/** Whether a value is an HPA of one of these API versions. */
export const isHpaOf =
  (...versions: readonly string[]) =>
  (value: unknown): boolean =>
    valueIn(value, ['kind']) === 'HorizontalPodAutoscaler' &&
    versions.includes(String(valueIn(value, ['apiVersion'])));

const isV1 = isHpaOf('autoscaling/v1');
const hasItsFields = isHpaOf(currentApi, 'autoscaling/v2beta2');

/** autoscaling/v2beta1, gone since Kubernetes 1.25, keeps targets in other fields. */
const demandItsFields = (object: OpenDocument): void => {
  if (hasItsFields(object.value)) return;
  const path: Path = ['apiVersion'];
  throw new HeadroomError('E_CONFIG', {
    what: `an HPA of ${String(valueIn(object.value, path) ?? 'no apiVersion')} has other fields than one of ${currentApi}`,
    where: `line ${lineOf(object, path)}`,
    fix: `write it as ${currentApi}: kubectl get hpa.v2.autoscaling -o yaml shows it so`,
  });
};

/** HorizontalPodAutoscaler of autoscaling/v2, and of v2beta2, which has the same fields and is gone since 1.26. */
export const hpaV2: Form = {
  name: 'hpa-v2',
  isIt: (value) => valueIn(value, ['kind']) === 'HorizontalPodAutoscaler' && !isV1(value),
  demand: demandItsFields,
  fields: [...fieldsOf(kubernetes, [metricTargets, behaviorAt(behaviorPath)]), otherTargets],
  keys: objectKeys({
    keys: {
      ...anyOf('minReplicas', 'maxReplicas'),
      scaleTargetRef: { keys: anyOf('apiVersion', 'kind', 'name') },
      metrics: metricsKeys,
      behavior: behaviorKeys,
    },
  }),
  isPart: ({ value }) => (valueIn(value, ['spec', 'scaleTargetRef']) ?? undefined) === undefined,
  isTyped: true,
  serverPaths: kubernetesServerPaths,
  namePath: ['metadata', 'name'],
  otherMetrics,
  containerOf: cpuContainer,
  traps: (object) => [
    ...oldApiTrap(object),
    ...maximumTrap(object),
    ...metricTraps(object),
    ...followedTraps(object),
    ...behaviorTraps(object, behaviorPath),
  ],
};
