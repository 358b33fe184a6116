/** What k6 runs where the payload is a function of the config: one scoring request with what it returns. */
import config from 'headroom:config';
import exec from 'k6/execution';
import { options as optionsOf, send } from 'k6/x/headroom';
import { type Body, bodyOf } from './body.ts';

export const options = optionsOf({});

/** k6 makes this object anew each time it is asked for; its numbers stay current. */
let scenario: typeof exec.scenario | undefined;

const bodyFor = (iteration: number): Body => {
  const payload = config.target?.payload;
  if (typeof payload !== 'function') throw new Error('it is no function any more');
  return bodyOf(payload(iteration));
};

export default function score(): void {
  scenario ??= exec.scenario;
  const iteration = scenario.iterationInTest;
  let body: Body;
  try {
    body = bodyFor(iteration);
  } catch (thrown) {
    // The error itself goes on, so that its stack still begins at the user's line.
    const fault = thrown instanceof Error ? thrown : new Error(String(thrown));
    fault.message = `target.payload failed for iteration ${iteration}: ${fault.message}`;
    throw fault;
  }
  send(body);
}
