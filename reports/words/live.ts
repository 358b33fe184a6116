import type { LiveFinding } from '../../planner/live/findings.ts';

type Of<Code extends LiveFinding['code']> = Extract<LiveFinding, { readonly code: Code }>;

const valueText = (value: unknown): string =>
  value === null ? 'not set' : typeof value === 'object' ? JSON.stringify(value) : String(value);

const listText = (texts: readonly string[]): string => texts.join(' and ');

/** A finding in words: how grave it is, what was found, and what to do about it. */
type FindingWords = { readonly level: 'warning' | 'problem'; readonly what: string; readonly fix: string };

const changesText = (changes: Of<'differs'>['changes']): string =>
  changes
    .map(({ key, stated, live }) => `${key} is ${valueText(live)}, expected ${valueText(stated)}`)
    .join('; ');

const words: { readonly [Code in LiveFinding['code']]: (finding: Of<Code>) => FindingWords } = {
  severalAutoscalers: ({ target, objects }) => ({
    level: 'problem',
    what: `${listText(objects)} all scale ${target} and fight over its replicas`,
    fix: 'delete all but one',
  }),
  severalTargets: ({ objects }) => ({
    level: 'warning',
    what: `the selector covers what ${listText(objects)} scale: no single autoscaler tells how it scales`,
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
    what: `${object} also scales on ${type} ${name} (${target}), which no simulation follows`,
    fix: 'a plan leaves it alone: see that it does not decide under the load',
  }),
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
