import config from 'headroom:config';
import { SharedArray } from 'k6/data';
import exec from 'k6/execution';
import { run } from './run.ts';

type Payload = () => string;

/** k6 makes this object anew each time it is asked for; its numbers stay current. */
let scenario: typeof exec.scenario | undefined;

/** How many requests of this phase came before: 0, 1, 2, … over all virtual users. */
const iteration = (): number => {
  scenario ??= exec.scenario;
  return scenario.iterationInTest;
};

const always =
  (text: string): Payload =>
  () =>
    text;

const inTurn = (path: string): Payload => {
  const lines = new SharedArray('payloads', () =>
    open(path)
      .split('\n')
      .filter((line) => line.trim() !== ''),
  );
  return () => lines[iteration() % lines.length] ?? '';
};

const fromFunction = (): Payload => {
  const payload = config.target?.payload;
  if (payload === undefined) throw new Error('the config has no payload function');
  return () => {
    const body = payload(iteration());
    return typeof body === 'string' ? body : JSON.stringify(body);
  };
};

const source = (): Payload => {
  const { payload } = run;
  switch (payload.kind) {
    case 'text':
      return always(payload.text);
    case 'file':
      return always(open(payload.path));
    case 'jsonLines':
      return inTurn(payload.path);
    case 'function':
      return fromFunction();
  }
};

/** The body of the next request. */
export const nextPayload: Payload = source();
