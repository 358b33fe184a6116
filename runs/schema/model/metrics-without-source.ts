import { valueAt } from '../faults/show.ts';
import { isPlainMap } from '../plain.ts';

/** A metric of an HPA as somebody wrote it, that does not say what it counts. */
type SourcelessMetric = {
  readonly index: number;
  readonly name: string;
  readonly isOfService: boolean;
};

/** Forms of the HPA's own YAML, which are another fault. */
const yamlKeys = ['resource', 'containerResource', 'pods', 'object', 'external'];

/**
 * The metrics of a written policy that name no `source`, though they are not CPU: what they count is known of CPU alone, and
 * the schema's default would take any other for busy slots.
 *
 * @param policy as it was written, before it is checked
 */
export const metricsWithoutSource = (policy: unknown): readonly SourcelessMetric[] => {
  const metrics = valueAt(policy, ['metrics']);
  if (!Array.isArray(metrics)) return [];
  // A list of the user's may have any property, a constructor of its own included: a copy has none.
  return [...metrics].flatMap((metric: unknown, index): SourcelessMetric[] => {
    if (!isPlainMap(metric) || 'source' in metric || yamlKeys.some((key) => key in metric)) return [];
    const { name, type } = metric;
    if (typeof name !== 'string' || name === 'cpu') return [];
    return [{ index, name, isOfService: type === 'External' || type === 'Object' }];
  });
};
