import config from 'headroom:config';
import { SharedArray } from 'k6/data';
import { run } from './run.ts';

const fromFile = (path: string): ((iteration: number) => string) => {
  const text: string = open(path);
  return () => text;
};

const fromLines = (path: string): ((iteration: number) => string) => {
  const lines = new SharedArray('payloads', () =>
    open(path)
      .split('\n')
      .filter((line) => line.trim() !== ''),
  );
  return (iteration) => lines[iteration % lines.length] ?? '';
};

const fromFunction = (): ((iteration: number) => string) => {
  const payload = config.target?.payload;
  if (payload === undefined) throw new Error('the config has no payload function');
  return (iteration) => {
    const body = payload(iteration);
    return typeof body === 'string' ? body : JSON.stringify(body);
  };
};

const source = (): ((iteration: number) => string) => {
  const { payload } = run;
  switch (payload.kind) {
    case 'text':
      return () => payload.text;
    case 'file':
      return fromFile(payload.path);
    case 'jsonLines':
      return fromLines(payload.path);
    case 'function':
      return fromFunction();
  }
};

/** The body of the n-th request (0, 1, 2, …) of a phase. */
export const payloadOf: (iteration: number) => string = source();
