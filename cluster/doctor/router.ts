import type { RouterPodsLine } from '../../runs/schema/cluster-series.ts';
import { type DoctorLine, fine } from './line.ts';

const countText = ({ namespace, ready }: RouterPodsLine): string =>
  `${ready} ready ${ready === 1 ? 'pod' : 'pods'} in namespace "${namespace}"`;

/**
 * How many pods Azure ML's router has. A plan knows the number of routers better with it, and does without.
 *
 * @param pods null: they could not be read
 */
export const routerLine = (pods: readonly RouterPodsLine[] | null): DoctorLine => {
  if (pods === null)
    return fine('router', 'pods of azureml-fe could not be read: a plan infers the number of routers');
  return pods.length === 0
    ? fine('router', 'no ready pod of azureml-fe was found: a plan infers the number of routers')
    : fine('router', `azureml-fe has ${pods.map(countText).join(', and ')}`);
};
