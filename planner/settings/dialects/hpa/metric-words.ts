import type { OtherMetric } from '../../settings.ts';
import type { Trap } from '../../trap.ts';

/** What a metric of the user's own counts per pod, as far as its name tells. */
type MetricSource = 'concurrency' | 'requestRate';

/**
 * A metric's name is all that a file tells of it. These words are common for the two signals that a simulation has a
 * model of; anything else is not guessed.
 *
 * @example sourceByName('http_requests_in_flight') // 'concurrency'
 */
export const sourceByName = (name: string): MetricSource | undefined => {
  if (/in_?flight|concurren|pending_requests|active_requests/i.test(name.replaceAll('-', '_')))
    return 'concurrency';
  if (/(?:^|_)(?:rps|qps)(?:$|_)|requests?_(?:per_second|rate)/i.test(name.replaceAll('-', '_')))
    return 'requestRate';
  return undefined;
};

/** Says of a metric that only its name tells what it counts; nothing for one whose name does not. */
export const byNameTrap = (metric: string, line: number): readonly Trap[] => {
  const source = sourceByName(metric);
  return source === undefined ? [] : [{ rule: 'metric-by-name', level: 'note', metric, source, line }];
};

/** The note on a metric of an HPA that no simulation follows. */
export const notSimulatedTrap = ({ type, name, hpaName, target }: OtherMetric, line: number): Trap => ({
  rule: 'metric-not-simulated',
  level: 'note',
  type,
  metric: name,
  hpaName,
  target,
  line,
});
