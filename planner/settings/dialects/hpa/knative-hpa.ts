import { knative } from '../../../platforms/knative.ts';
import { field } from '../../field.ts';
import { type Form, kubernetesServerPaths } from '../../form.ts';
import { lineOf, type OpenDocument, valueIn } from '../../text/edit.ts';
import type { Trap } from '../../trap.ts';
import { asText, number, wholePercent } from '../../units.ts';
import { annotationTraps, classOf, hpaClass, isKnativeService, serviceKeys } from '../knative/annotations.ts';
import { revisionTraps } from '../knative/revision.ts';

const { minReplicas, maxReplicas, metric, target } = knative.knobs;
const metricPath = metric.paths[0];

/** With this class the metric is CPU unless it says otherwise. */
const isOnCpu = ({ value }: OpenDocument): boolean => (valueIn(value, metricPath) ?? 'cpu') === 'cpu';

const cpuTarget = field('targetUtilization', asText(wholePercent), target.paths[0], target.paths[1]);

const otherTrap = (object: OpenDocument): readonly Trap[] => {
  if (isOnCpu(object)) return [];
  const [name = '', seen = ''] = [metricPath, target.paths[0]].map((path) =>
    String(valueIn(object.value, path)),
  );
  const line = lineOf(object, metricPath);
  const metric = { type: 'Resource', metric: name, hpaName: name, target: seen };
  return [{ rule: 'metric-not-simulated', level: 'note', ...metric, line }];
};

/** A Knative Service of the class `hpa`: Knative makes an HPA for it, and its own rules do not hold. */
export const knativeHpa: Form = {
  name: 'knative-hpa',
  isIt: (value) => isKnativeService(value) && classOf(value) === hpaClass,
  fields: [
    field('minReplicas', asText(number), ...minReplicas.paths),
    field('maxReplicas', asText(number), ...maxReplicas.paths),
    {
      ...cpuTarget,
      read: (object) => (isOnCpu(object) ? cpuTarget.read(object) : {}),
    },
  ],
  lacks: ['averageValues', 'otherTargets', 'behavior'],
  defaults: {
    minReplicas: knative.hpaOfClass.minReplicas.value,
    maxReplicas: knative.hpaOfClass.maxReplicas.value,
  },
  keys: serviceKeys,
  isTyped: true,
  serverPaths: kubernetesServerPaths,
  namePath: ['metadata', 'name'],
  otherMetrics: (object) =>
    isOnCpu(object)
      ? []
      : [
          {
            type: 'Resource',
            name: String(valueIn(object.value, metricPath)),
            hpaName: String(valueIn(object.value, metricPath)),
            target: String(valueIn(object.value, target.paths[0])),
          },
        ],
  traps: (object) => [...annotationTraps(object), ...revisionTraps(object), ...otherTrap(object)],
};
