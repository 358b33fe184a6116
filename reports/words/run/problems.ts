import type { Problem } from '../../../runs/schema/result/problem.ts';
import { formatQuantity } from '../../format.ts';
import { k6FailureText } from './stop-reason.ts';

type Of<Code extends Problem['code']> = Extract<Problem, { readonly code: Code }>;

/** A problem in words: what kind it is, and what happened. */
type ProblemText = { readonly name: string; readonly detail: string };

const words: { readonly [Code in Problem['code']]: (problem: Of<Code>) => ProblemText } = {
  scriptThrew: ({ thrown, place }) => ({
    name: 'scenario exception',
    detail: place === null ? thrown : `${thrown} at ${place}`,
  }),
  hostRefused: ({ host }) => ({
    name: 'host not allowed',
    detail: `a connection to ${host} was refused: see safety.allowedHosts`,
  }),
  optionsReplaced: ({ names }) => ({
    name: 'script options',
    detail: `not used, as the plan decides: ${names.join(', ')}`,
  }),
  thresholdMissed: ({ metric, expression }) => ({
    name: 'script threshold',
    detail: `${metric} ${expression} is not met`,
  }),
  notMeasured: ({ sentBy }) => ({
    name: 'not measured',
    detail: `what the script sends by ${sentBy} is not measured: its requests are not counted; arrivals, exceptions and checks are`,
  }),
  unknownOrder: ({ names }) => ({
    name: 'unknown order',
    detail: `the generator was given an order that it does not know: ${names.join(', ')}`,
  }),
  streamBroken: ({ brokenLines, failure }) => ({
    name: 'stream',
    detail: [failure, brokenLines > 0 ? formatQuantity(brokenLines, 'broken line') : null]
      .filter(Boolean)
      .join('; '),
  }),
  k6Ended: (failure) => ({ name: 'k6', detail: k6FailureText(failure) }),
};

/**
 * A problem of a run in words.
 *
 * @example problemText({ code: 'hostRefused', host: '10.0.0.7' }).name // 'host not allowed'
 */
export const problemText = (problem: Problem): ProblemText =>
  (words[problem.code] as (problem: Problem) => ProblemText)(problem);
