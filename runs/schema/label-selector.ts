import { commaParts } from '../../errors/comma-parts.ts';

type Labels = Readonly<Record<string, string>>;

const requirementPattern =
  /^\s*(?:(?<absent>!)\s*)?(?<key>[\w./-]+)(?:\s*(?:(?<operator>==?|!=)(?:\s*(?<value>[\w.-]+))?|(?<set>in|notin)\s*\((?<values>[^)]*)\)))?\s*$/;

/** Whether labels fulfil one requirement; null: it can't be read. */
const fulfils = (requirement: string, labels: Labels): boolean | null => {
  const found = requirementPattern.exec(requirement)?.groups;
  if (found === undefined) return null;
  const { absent, key = '', operator, value = '', set, values = '' } = found;
  const label = labels[key];
  if (absent === '!') return label === undefined;
  if (operator === undefined && set === undefined) return label !== undefined;
  const wanted = set === undefined ? [value] : values.split(',').map((one) => one.trim());
  const isNegated = operator === '!=' || set === 'notin';
  return (label !== undefined && wanted.includes(label)) !== isNegated;
};

/**
 * Whether labels match a label selector, as an API server reads it; null: the selector can't be read.
 * Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 *
 * @example matchesLabels('app=a,tier!=test', { app: 'a' }) // true
 */
export const matchesLabels = (selector: string, labels: Labels): boolean | null => {
  const results = commaParts(selector).map((requirement) => fulfils(requirement, labels));
  return results.includes(null) ? null : results.every((holds) => holds === true);
};
