import type { LiveFinding } from '../../../planner/live/findings.ts';
import { isPlainMap } from '../../../runs/schema/plain.ts';
import { trapParts } from './traps.ts';

type Of<Code extends LiveFinding['code']> = Extract<LiveFinding, { readonly code: Code }>;

const valueText = (value: unknown): string =>
  value === null ? 'not set' : typeof value === 'object' ? JSON.stringify(value) : String(value);

const listText = (texts: readonly string[]): string => texts.join(' and ');

/** A finding in words: how grave it is, what was found, and what to do about it. */
type FindingWords = { readonly level: 'warning' | 'problem'; readonly what: string; readonly fix: string };

const metricPrefix = 'metrics.';

const changeText = ({ key, stated, live }: Of<'differs'>['changes'][number]): string => {
  const metric = key.startsWith(metricPrefix) ? key.slice(metricPrefix.length) : undefined;
  if (metric !== undefined && isPlainMap(live)) return `it also scales on ${metric}`;
  if (metric !== undefined && isPlainMap(stated)) return `it does not scale on ${metric}`;
  return `${key} is ${valueText(live)}, expected ${valueText(stated)}`;
};

const changesText = (changes: Of<'differs'>['changes']): string => changes.map(changeText).join('; ');

const words: { readonly [Code in LiveFinding['code']]: (finding: Of<Code>) => FindingWords } = {
  severalAutoscalers: ({ target, objects }) => ({
    level: 'problem',
    what: `${listText(objects)} all scale ${target} and fight over its replicas`,
    fix: 'delete all but one',
  }),
  severalTargets: ({ objects }) => ({
    level: 'warning',
    what: `the selector covers what ${listText(objects)} scale: no single autoscaler says how it scales`,
    fix: 'narrow cluster.selector',
  }),
  besideAzureml: ({ objects }) => ({
    level: 'problem',
    what: `${listText(objects)} scales what azureml-fe scales already, and the two fight over the replicas`,
    fix: 'delete it, or turn autoscaling of the Azure ML deployment off',
  }),
  replicasKept: ({ workload, signs }) => ({
    level: 'problem',
    what: `a GitOps tool writes the replicas of ${workload} (${signs.join(', ')}) and resets what the autoscaler sets`,
    fix: 'take spec.replicas out of its manifest',
  }),
  paused: ({ object, annotation }) => ({
    level: 'warning',
    what: `${object} is paused by ${annotation}: it does not scale`,
    fix: `remove the annotation if it is to scale`,
  }),
  metricNotSimulated: ({ object, type, name, target }) => ({
    level: 'warning',
    what: `${object} also scales on ${type === name ? name : `${type} ${name}`} (${target}), which no simulation follows`,
    fix: 'a plan leaves it alone: see that it does not decide under the load',
  }),
  metricNotFound: ({ object, stated, found, isAlike }) => ({
    level: 'problem',
    what: `${object} has no metric ${stated}, which the config's autoscaler describes: ${isAlike ? `here it is called ${found.join(' or ')}` : `it scales on ${listText(found)}`}, which is not simulated until the config has that name`,
    fix: `in autoscaler.metrics write the name ${found.join(' or ')}`,
  }),
  trap: ({ object, trap }) => {
    const { what, fix } = trapParts(trap);
    return { level: 'warning', what: `${object}: ${what}`, fix };
  },
  notUnderstood: ({ object, why }) => ({
    level: 'warning',
    what: `${object} can't be planned with: ${why.join('; ')}`,
    fix: "describe it in the config's autoscaler",
  }),
  differs: ({ object, changes }) => ({
    level: 'warning',
    what: `${object} is not as expected: ${changesText(changes)}`,
    fix: "what is in force counts: correct the config's autoscaler or leave it out, or change the object",
  }),
  noHpa: () => ({
    level: 'problem',
    what: 'the config names an HPA, and no HPA in the namespace scales this service',
    fix: "create it, or correct the config's autoscaler",
  }),
};

/** A finding about the live autoscaler in words. */
export const liveFindingWords = (finding: LiveFinding): FindingWords =>
  (words[finding.code] as (finding: LiveFinding) => FindingWords)(finding);
