/** What k6 runs where the payload is a function of the config: one scoring request with what it returns. */
import config from 'headroom:config';
import exec from 'k6/execution';
import { options as optionsOf, send } from 'k6/x/headroom';

export const options = optionsOf({});

/** k6 makes this object anew each time it is asked for; its numbers stay current. */
let scenario: typeof exec.scenario | undefined;

export default function score(): void {
  scenario ??= exec.scenario;
  const body = config.target?.payload?.(scenario.iterationInTest);
  send(typeof body === 'string' ? body : JSON.stringify(body));
}
