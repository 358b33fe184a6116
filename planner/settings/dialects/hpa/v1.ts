import { field } from '../../field.ts';
import { type Form, kubernetesServerPaths } from '../../form.ts';
import { anyOf, objectKeys } from '../../known-keys.ts';
import { lineOf, type OpenDocument, valueIn } from '../../text/edit.ts';
import type { Trap } from '../../trap.ts';
import { number, wholePercent } from '../../units.ts';
import { currentApi, isHpaOf, maximumTrap, oldApiTrap } from './v2.ts';

/** Where the API server keeps what autoscaling/v1 has no field for, when it shows an HPA in that version. */
const hiddenIn = ['metrics', 'behavior'].map((part) => `autoscaling.alpha.kubernetes.io/${part}`);

const hiddenTraps = (object: OpenDocument): readonly Trap[] =>
  hiddenIn
    .map((key) => ['metadata', 'annotations', key])
    .filter((path) => valueIn(object.value, path) !== undefined)
    .map((path) => ({
      rule: 'in-annotation',
      level: 'warning',
      key: path.at(-1)!,
      current: currentApi,
      line: lineOf(object, path),
    }));

/** HorizontalPodAutoscaler of autoscaling/v1: CPU alone. */
export const hpaV1: Form = {
  name: 'hpa-v1',
  isIt: isHpaOf('autoscaling/v1'),
  fields: [
    field('minReplicas', number, ['spec', 'minReplicas']),
    field('maxReplicas', number, ['spec', 'maxReplicas']),
    field('targetUtilization', wholePercent, ['spec', 'targetCPUUtilizationPercentage']),
  ],
  lacks: ['averageValues', 'otherTargets', 'behavior'],
  keys: objectKeys({
    keys: {
      ...anyOf('minReplicas', 'maxReplicas', 'targetCPUUtilizationPercentage'),
      scaleTargetRef: { keys: anyOf('apiVersion', 'kind', 'name') },
    },
  }),
  isTyped: true,
  serverPaths: kubernetesServerPaths,
  namePath: ['metadata', 'name'],
  traps: (object) => [...oldApiTrap(object), ...maximumTrap(object), ...hiddenTraps(object)],
};
