import type { Finding } from '../../../runs/schema/result/findings.ts';
import type { Result } from '../../../runs/schema/result.ts';
import { capitalize, formatCount, formatQuantity, formatShare } from '../../format.ts';
import type { Report } from '../../report.ts';
import { type DecisionOf, type DecisionText, folderOf, recordAgain, states } from '../plan/decision-text.ts';
import { moreReplicasText } from '../plan/page-formula.ts';
import { slowItselfTexts } from '../run/slow.ts';
import { causeTitle } from './causes.ts';
import { remedySteps } from './finding.ts';

/** What is to be done, one after the other: a single remedy as a sentence, more as steps. */
const stepsFor = (causes: readonly Finding[], result: Result): Pick<DecisionText, 'sentences' | 'steps'> => {
  const steps = causes.flatMap((cause) => remedySteps(cause, result));
  return steps.length === 1
    ? { sentences: [`${steps[0]}. Then test again.`] }
    : { sentences: [], steps: [...steps, 'Then test again'] };
};

/** What is to be removed before anything is planned. */
export const causeText = ({ causes }: DecisionOf<'removeCause'>, { result }: Report): DecisionText => {
  const [first] = causes;
  const isMain = first === result.findings.find(({ requests }) => requests > 0);
  const titles = causes.map(({ cause }) => causeTitle(cause)).join('; ');
  const count = causes.reduce((sum, { requests }) => sum + requests, 0);
  const { sentences, ...steps } = stepsFor(causes, result);
  return {
    title: isMain
      ? `First remove the main cause: ${titles}`
      : `First remove what more replicas don’t change: ${titles}`,
    state: states.nextStep,
    sentences: [
      isMain
        ? `${capitalize(moreReplicasText(first!))}.`
        : `${formatQuantity(count, 'request')} failed for that reason: more than the SLO allows, even if all others are fixed.`,
      ...slowItselfTexts(result),
      ...sentences,
    ],
    ...steps,
    commands: [recordAgain],
  };
};

/** What to do where requests fail before the load rises. */
export const fixFirstText = (
  { failed, requests }: DecisionOf<'mendService'>,
  { result }: Report,
): DecisionText => {
  const main = result.findings.find((finding) => finding.requests > 0)!;
  const { sentences, ...steps } = stepsFor([main], result);
  return {
    title: 'Fix the service first: requests fail before the load rises',
    state: states.nextStep,
    sentences: [
      `Of the first ${formatQuantity(requests, 'request')}, before the load rises, ${formatCount(failed)} (${formatShare(failed / requests)}) failed with ${main.outcomes.join(', ')}: the load is not why, so no settings of an autoscaler help.`,
      ...sentences,
    ],
    ...steps,
    commands: [`headroom explain ${folderOf(result.run.id)}`],
  };
};
