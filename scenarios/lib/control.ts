import { sleep } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';
import { run } from './run.ts';

/**
 * How the tool ends a load without cutting requests in flight.
 *
 * k6 has no way to say "start nothing new": SIGINT, its REST API and test.abort() all cut what is in flight. Its
 * virtual users share no memory either, but every one of them can read how many have been initialized. So one
 * control virtual user asks the tool twice a second; when the answer is "stop" it never returns, k6 has to
 * initialize a second one for the next turn, and the higher count tells all others.
 */
export const stopRequested = (initializedAtStart: number): boolean => {
  const nowMs = Date.now();
  if (nowMs >= nextLookAtMs) {
    nextLookAtMs = nowMs + lookIntervalMs;
    isStopped = virtualUsersInitialized() > initializedAtStart;
  }
  return isStopped;
};

/** Asking k6 costs several times what asking the clock does, and every arrival asks. */
const lookIntervalMs = 200;
let nextLookAtMs = 0;
let isStopped = false;

/** k6 makes this object anew each time it is asked for; its numbers stay current. */
let instance: typeof exec.instance | undefined;

/** In setup() it is the number of all virtual users that the plan asks for. */
export const virtualUsersInitialized = (): number => {
  instance ??= exec.instance;
  return instance.vusInitialized;
};

const refusedErrorCode = 1212;

/** One turn of the control scenario. */
export const listen = (): void => {
  const answer = http.get(`${run.controlUrl}/control`, { responseType: 'text', timeout: '5s' });
  if (answer.error_code === refusedErrorCode) exec.test.abort('the tool that started this load is gone');
  if (answer.body === 'stop') sleep(24 * 3600);
};

/** Blocks until the tool's starting signal: the first arrival falls on the start of a whole second. */
export const awaitStart = (): void => {
  const answer = http.get(`${run.controlUrl}/start`, { responseType: 'text' });
  sleep(Math.max(0, Number(answer.body) - Date.now()) / 1000);
};
