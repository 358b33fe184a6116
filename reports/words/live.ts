import type { LiveFinding } from '../../planner/live/findings.ts';

type Of<Code extends LiveFinding['code']> = Extract<LiveFinding, { readonly code: Code }>;

const valueText = (value: unknown): string =>
  value === null ? 'not set' : typeof value === 'object' ? JSON.stringify(value) : String(value);

const listText = (texts: readonly string[]): string => texts.join(' and ');

const words: { readonly [Code in LiveFinding['code']]: (finding: Of<Code>) => string } = {
  severalAutoscalers: ({ target, objects }) =>
    `${listText(objects)} all scale ${target} and fight over its replicas: delete all but one`,
  severalTargets: ({ objects }) =>
    `the selector covers what ${listText(objects)} scale: no single autoscaler tells how it scales; narrow cluster.selector`,
  besideAzureml: ({ objects }) =>
    `${listText(objects)} scales what azureml-fe scales already, and the two fight over the replicas: delete it, or turn autoscaling of the Azure ML deployment off`,
  replicasKept: ({ workload, signs }) =>
    `a GitOps tool writes the replicas of ${workload} (${signs.join(', ')}) and resets what the autoscaler sets: take spec.replicas out of its manifest`,
  paused: ({ object, annotation }) => `${object} is paused by ${annotation}: it does not scale`,
  metricNotSimulated: ({ object, type, name, target }) =>
    `${object} also scales on ${type} ${name} (${target}), which no simulation follows: a plan leaves it alone`,
  notUnderstood: ({ object, why }) =>
    `${object} can't be planned with: ${why.join('; ')}; describe it in the config's autoscaler`,
  differs: ({ object, changes }) =>
    `${object} is not as expected: ${changes.map(({ key, stated, live }) => `${key} is ${valueText(live)}, expected ${valueText(stated)}`).join('; ')}. What is in force counts`,
  noHpa: () => 'the config names an HPA, and no HPA in the namespace scales this service',
};

/** A finding about the live autoscaler in words, with what to do. */
export const liveFindingText = (finding: LiveFinding): string =>
  (words[finding.code] as (finding: LiveFinding) => string)(finding);
