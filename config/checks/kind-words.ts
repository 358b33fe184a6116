import { targetKinds } from '../../planner/platforms/index.ts';
import { policyKinds } from '../../runs/schema/policy.ts';

const plain = (word: string): string => word.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** What people call an autoscaler's rule, without case and signs, and its kind here. */
const otherRuleWords: Readonly<Record<string, string>> = {
  horizontalpodautoscaler: 'hpa',
  kubernetes: 'hpa',
  httpscaledobject: 'keda-http',
  kedahttpaddon: 'keda-http',
  kpa: 'knative',
  knativeservice: 'knative',
  kserve: 'knative',
  inferenceservice: 'knative',
  aksv1: 'azureml-v1',
  aksv2: 'azureml-v2',
  azuremlfe: 'azureml-v1',
  none: 'fixed',
  manual: 'fixed',
};

/** KEDA has two objects of nearly the same name; which of them was meant can't be known. */
const scaledObject = /^(keda|kedascaledobject|scaledobject)$/;

type RuleKind = {
  /** The kind whose keys count; undefined where it can't be known. */
  readonly meant: string | undefined;
  /** What to write where the word is not a kind. */
  readonly fix?: string;
};

/**
 * The kind of autoscaler that a word means.
 *
 * @example ruleKindMeant('HPA') // { meant: 'hpa', fix: "write 'hpa'" }
 */
export const ruleKindMeant = (word: unknown): RuleKind => {
  if (typeof word !== 'string') return { meant: undefined };
  if (policyKinds.some((kind) => kind === word)) return { meant: word };
  if (scaledObject.test(plain(word))) {
    const fix =
      "write 'hpa' for a ScaledObject, whose HPA scales; 'keda-http' for an HTTPScaledObject of the HTTP add-on";
    return { meant: undefined, fix };
  }
  const meant = policyKinds.find((kind) => plain(kind) === plain(word)) ?? otherRuleWords[plain(word)];
  return meant === undefined ? { meant } : { meant, fix: `write '${meant}'` };
};

const otherTargetWords: Readonly<Record<string, string>> = {
  azuremlv1: 'aks-v1',
  azuremlv2: 'aks-v2',
  k8s: 'kubernetes',
  localhost: 'local',
  containerinstance: 'aci',
};

/** What to write for a `target.kind` that is the kind of something else; undefined: nothing comes to mind. */
export const targetKindMeant = (word: unknown): string | undefined => {
  if (typeof word !== 'string' || targetKinds.some((kind) => kind === word)) return undefined;
  const same = targetKinds.find((kind) => plain(kind) === plain(word)) ?? otherTargetWords[plain(word)];
  if (same !== undefined) return `write '${same}'`;
  if (plain(word) === 'aks')
    return "write 'aks-v1' or 'aks-v2' for an endpoint of Azure ML, else 'kubernetes'";
  const rule = ruleKindMeant(word);
  if (rule.meant === undefined && rule.fix === undefined) return undefined;
  return `write target.kind: 'kubernetes'; the rule goes to autoscaler.kind: '${rule.meant ?? 'hpa'}'`;
};
