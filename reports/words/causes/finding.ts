import type { Finding } from '../../../runs/schema/result/findings.ts';
import type { Result } from '../../../runs/schema/result.ts';
import { capitalize, formatNumber, formatQuantity } from '../../format.ts';
import { type Context, outcomesOf } from './cause-context.ts';
import { causeReason, causeTitle } from './causes.ts';
import { remedyTexts, wouldTellTexts } from './remedies.ts';

/** Words of one finding. */
type FindingText = {
  /** @example 'no replica was ready' */
  readonly title: string;
  /** How many requests, in how long, and why, with the numbers. */
  readonly sentence: string;
  /** What to change, or what would show it: a clause without a full stop. */
  readonly remedy: string;
};

/** Which endpoints the requests of a finding went to; nothing where there is but one. */
const whereText = ({ endpoints }: Finding): string => {
  if (endpoints === undefined) return '';
  const [only] = endpoints;
  if (endpoints.length === 1) return ` (${only!.name})`;
  return ` (${endpoints.map(({ name, requests }) => `${name} ${formatNumber(requests)}`).join(', ')})`;
};

/** How many requests in how long. */
const countText = (finding: Finding): string => {
  if (finding.requests === 0) return 'warning, no request is known to have failed of it: ';
  const count = `${formatNumber(finding.requests)} × ${outcomesOf({ finding })}`;
  return `${count} in ${formatQuantity(finding.seconds.length, 'second')}${whereText(finding)}: `;
};

/** Steps that stand in one sentence, numbered where there are several. @example numbered(['a', 'b']) // '(1) a; (2) b' */
const numbered = (steps: readonly string[]): string =>
  steps.length === 1 ? steps[0]! : steps.map((step, i) => `(${i + 1}) ${step}`).join('; ');

const remedyText = (context: Context): string => {
  const tells = wouldTellTexts(context);
  const told = tells.length === 0 ? [] : [`what would show it: ${numbered(tells)}`];
  return [remedyTexts(context).join(', or '), ...told].filter((text) => text !== '').join('; ');
};

/** The same as steps, each a sentence without its full stop. */
export const remedySteps = (finding: Finding, result: Result): string[] => {
  const { todo, wouldTell } = remedyTextsOf(finding, result);
  return [
    ...(todo.length === 0 ? [] : [capitalize(todo.join(', or '))]),
    ...wouldTell.map((text) => `To find out more: ${text}`),
  ];
};

/** What to change for a finding, and what would tell more: a clause each, without a full stop. */
export const remedyTextsOf = (finding: Finding, result: Result) => ({
  todo: remedyTexts({ finding, result }),
  wouldTell: wouldTellTexts({ finding, result }),
});

/**
 * One finding in words.
 *
 * @example findingText(finding, result).sentence
 * // '239 × 503 in 9 seconds: new replicas had been asked for and were still starting (start-up lag 8.4 s).'
 */
export const findingText = (finding: Finding, result: Result): FindingText => {
  const context = { finding, result };
  return {
    title: causeTitle(finding.cause),
    sentence: `${countText(finding)}${causeReason(context)}.`,
    remedy: remedyText(context),
  };
};

/** Where the evidence of the causes is told in full. */
export const evidenceText = (runId: string): string =>
  `The evidence, each decision of the autoscaler, and where the time went: headroom explain runs/${runId}`;
