import { isUnexpected } from '../../../runs/schema/outcome.ts';
import {
  isOfAppServer,
  modelErrorHeaders,
  rateLimitHeaders,
  saysException,
  saysOwnFault,
  saysRateLimit,
} from '../evidence/answers.ts';
import type { Part } from '../evidence/part.ts';
import { hadIdleSlots } from '../evidence/slots.ts';
import type { View } from '../evidence/view.ts';
import { answersFact, failedAfterFact, headersFact, inFlightFact, replicasFact } from '../facts.ts';
import { type Rule, whole } from './rule.ts';

/** The script calls an answer a failure that is a success by its status. */
export const notExpected: Rule = {
  cause: 'notExpected',
  share: whole(({ outcome }) => isUnexpected(outcome)),
  facts: answersFact,
};

/** Nothing was sent. */
export const hostBlocked: Rule = {
  cause: 'hostBlocked',
  share: whole(({ outcome }) => outcome === 'blocked'),
  facts: answersFact,
};

/** The generator's own machine had no port, no file, no memory left. */
export const generatorOutOfPorts: Rule = {
  cause: 'generator',
  share: whole(({ answers }) => answers.some(saysOwnFault)),
  facts: answersFact,
};

/** A 500 of the model's own server is an exception that nobody caught, where no platform gives it another meaning. */
const isUncaught = ({ status, meaning, answers }: Part): boolean =>
  status === '500' && meaning === 'modelFailed' && answers.some(isOfAppServer);

/** A body, a header or the model's own server says that run() failed. */
export const modelCrashed: Rule = {
  cause: 'modelCrashed',
  share: whole((part) => part.answers.some(saysException) || isUncaught(part)),
  facts: (parts) => [...headersFact(parts, modelErrorHeaders), ...answersFact(parts), ...headersFact(parts)],
};

/** A 429 while slots were idle is none of the replicas'. */
const isIdleRefusal = (part: Part, view: View): boolean => part.status === '429' && hadIdleSlots(part, view);

/** Something in front allows so many requests in a time, whatever the replicas could take. */
export const rateLimited: Rule = {
  cause: 'rateLimited',
  share: whole(
    (part, view) =>
      (part.meaning === 'overload' && part.answers.some(saysRateLimit)) || isIdleRefusal(part, view),
  ),
  facts: (parts, view) => [
    ...headersFact(parts, rateLimitHeaders),
    ...answersFact(parts),
    ...inFlightFact(parts, view),
    ...replicasFact(parts, view),
    ...failedAfterFact(parts),
  ],
};
