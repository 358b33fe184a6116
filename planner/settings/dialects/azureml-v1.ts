import { azuremlV1 as platform } from '../../platforms/azureml-v1.ts';
import { createDialect } from '../dialect.ts';
import { fieldsOf } from '../fields.ts';
import type { ScalingSettings } from '../settings.ts';
import { type Path, valueIn, withoutValue, withValue } from '../text/edit.ts';
import { trapIf } from '../trap.ts';
import { wholePercent } from '../units.ts';

const isOn: Path = ['autoScaler', 'autoscaleEnabled'];

/**
 * Azure ML v1: `deploymentconfig.json` of AksWebservice.
 * Source: https://learn.microsoft.com/azure/machine-learning/v1/reference-azure-machine-learning-cli
 */
export const azuremlV1 = createDialect({
  name: 'azureml-v1',
  fileName: 'deploymentconfig.json',
  format: 'json',
  isIt: (document) => typeof document === 'object' && document !== null,
  fields: fieldsOf(platform),
  autoscaling: {
    fixedReplicas: (document) => {
      const replicas = valueIn(document, ['numReplicas']);
      const enabled = valueIn(document, isOn);
      if (enabled === true || (enabled === undefined && replicas === undefined)) return undefined;
      return typeof replicas === 'number' ? replicas : 1;
    },
    // The service refuses a number of replicas beside autoscaling.
    turnOn: (document) => {
      const free = withoutValue(document, ['numReplicas']);
      return valueIn(free.value, isOn) === true ? free : withValue(free, isOn, true);
    },
  },
  traps: (document) =>
    trapIf(valueIn(document, isOn) === true && valueIn(document, ['numReplicas']) !== undefined, {
      rule: 'replicas-beside-autoscaling',
      level: 'error',
    }),
  template: `{
  "computeType": "aks",
  "autoScaler": {
    "autoscaleEnabled": true
  }
}
`,
});

/**
 * The same settings as keyword arguments of the Python SDK v1, for `AksWebservice.deploy_configuration(**scaling)`
 * and `service.update(**scaling)`.
 * Source: https://learn.microsoft.com/python/api/azureml-core/azureml.core.webservice.akswebservice
 *
 * @example azuremlV1SdkArguments({ minReplicas: 3 }) // 'scaling = dict(\n    autoscale_enabled=True,\n    autoscale_min_replicas=3,\n)\n'
 */
export const azuremlV1SdkArguments = (settings: ScalingSettings): string => {
  const said = Object.entries(platform.knobs).flatMap(([key, { name, spelling }]) => {
    const value = settings[key as keyof typeof platform.knobs];
    if (value === undefined) return [];
    return [`    ${name}=${spelling === 'wholePercent' ? wholePercent.write(value) : value},\n`];
  });
  return `scaling = dict(\n    autoscale_enabled=True,\n${said.join('')})\n`;
};
