import type { ScriptResult } from '../../../runs/schema/result/script-result.ts';
import { formatCount, formatNumber, formatShare } from '../../format.ts';

type Value = ScriptResult['metrics'][number]['phases'][number]['value'];

/**
 * What a metric of a script came to. A script does not tell the unit of its values.
 *
 * @example ownMetricText({ kind: 'rate', nonzero: 39, total: 40 }) // '97.5 % (39 of 40)'
 */
export const ownMetricText = (value: Value): string => {
  switch (value.kind) {
    case 'counter':
      return formatNumber(value.sum);
    case 'gauge':
      return `${formatNumber(value.last)} at last`;
    case 'rate':
      return `${formatShare(value.nonzero / value.total)} (${formatCount(value.nonzero)} of ${formatCount(value.total)})`;
    case 'trend':
      return `median ${formatNumber(value.median)}, p95 ${formatNumber(value.p95)}, largest ${formatNumber(value.max)} (${formatCount(value.count)} values)`;
  }
};
