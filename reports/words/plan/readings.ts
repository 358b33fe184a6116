import type { Calibration, PolicyFit } from '../../../runs/schema/calibration.ts';

const ruleVerdicts: Readonly<Record<Calibration['policy']['verdict'], string>> = {
  identified: 'identified by its replicas',
  cantTell: "the runs can't tell",
  notTried: 'not tried',
};

/** @example ruleText(calibration) // 'azureml-v1 (identified by its replicas)' */
export const ruleText = ({ policy }: Calibration): string =>
  `${policy.settings.kind} (${ruleVerdicts[policy.verdict]})`;

/** One reading of an autoscaler's rule: the rule, its step law, and what it samples. */
export const readingText = ({ policy }: PolicyFit): string =>
  'stepLaw' in policy
    ? `${policy.kind}, ${policy.stepLaw === 'oneAtATime' ? 'one at a time' : policy.stepLaw}, ${policy.sampling}`
    : policy.kind;

/** What a timed-out request does to its slot. */
export const fateText = { release: 'frees its slot', keepWorking: 'works on' } as const;
