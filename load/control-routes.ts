import type { IncomingMessage, ServerResponse } from 'node:http';

/** The tool's side of scenarios/lib/control.ts: k6 asks when to start and whether to go on. */
export type LoadControl = {
  readonly routes: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>>;
  /** From now on k6 is told to start nothing new. */
  readonly requestStop: () => void;
};

/** Room between the answer to k6 and the start, so that it always lies ahead of k6. */
const headStartMs = 250;

/** The next whole second: arrivals of the n-th planned second then stand in one second of the clock. */
export const startAtMsAfter = (nowMs: number): number => Math.ceil((nowMs + headStartMs) / 1000) * 1000;

export const createLoadControl = (now: () => number, onStart: (startAtMs: number) => void): LoadControl => {
  let answer: 'run' | 'stop' = 'run';
  return {
    requestStop: () => {
      answer = 'stop';
    },
    routes: {
      '/control': (_request, response) => response.end(answer),
      '/start': (_request, response) => {
        const startAtMs = startAtMsAfter(now());
        onStart(startAtMs);
        response.end(String(startAtMs));
      },
    },
  };
};
