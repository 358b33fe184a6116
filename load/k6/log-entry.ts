import type { Fields } from './logfmt.ts';

/** An exception that a script did not catch, from k6's log. */
export type UncaughtException = {
  /** k6 scenario; '' for one thrown outside the iterations. */
  readonly scenario: string;
  readonly message: string;
  /** Innermost first: "function (file:line:column)", on the lines of the TypeScript source where k6 has a source map. */
  readonly stack: readonly string[];
};

/** What one line of k6's log says. */
export type LogEntry =
  | { readonly kind: 'uncaughtException'; readonly exception: UncaughtException }
  | { readonly kind: 'failedUpload'; readonly cause: string }
  | { readonly kind: 'failedRequest'; readonly cause: string }
  | { readonly kind: 'insufficientVus'; readonly scenario: string; readonly activeVus: number }
  | { readonly kind: 'otherProblem'; readonly message: string }
  | { readonly kind: 'nothing' };

const stackFramesMax = 12;
const messageCharactersMax = 500;

const stackFrame = /^\tat /;

/** "\tat deep (file:///x/lib.ts:9:8(12))" -> "deep (/x/lib.ts:9:8)"; the last number is an address in k6's byte code. */
const frameOf = (line: string): string =>
  line
    .replace(stackFrame, '')
    .replace('file://', '')
    .replace(/\(\d+\)(\)?)$/, '$1');

const exceptionOf = (text: string, scenario: string): UncaughtException => {
  const lines = text.trimEnd().split('\n');
  const message = lines.filter((line) => !stackFrame.test(line)).join('\n');
  const frames = lines.filter((line) => stackFrame.test(line));
  return {
    scenario,
    message: message.slice(0, messageCharactersMax),
    stack: frames.slice(0, stackFramesMax).map(frameOf),
  };
};

/** Drops what differs each time (the request, the client's port), so that equal causes add up. */
const causeOf = (error: string): string =>
  error
    .replace(/^[A-Z][A-Za-z]* "[^"]*": /, '')
    .replace(/:\d+->/, '->')
    .slice(0, messageCharactersMax);

const failedUpload = /failed to upload metrics: (.*)/s;
const insufficientVus = /^Insufficient VUs, reached (\d+) active VUs/;
const problemLevels: readonly string[] = ['warning', 'error', 'fatal', 'panic'];

/** Recognises a line by the words that k6 v2 uses; the script's own console lines say nothing of k6. */
export const entryOf = ({ level = '', msg = '', error = '', source, scenario = '' }: Fields): LogEntry => {
  if (source === 'console') return { kind: 'nothing' };
  if (source === 'stacktrace' || msg.startsWith('Uncaught (in promise)')) {
    return { kind: 'uncaughtException', exception: exceptionOf(msg, scenario) };
  }
  // While running it is an info line with the fault in its message; at the end an error line with a field.
  const upload = failedUpload.exec(msg) ?? failedUpload.exec(error);
  if (upload) return { kind: 'failedUpload', cause: causeOf(upload[1] ?? '') };
  if (msg === 'Request Failed') return { kind: 'failedRequest', cause: causeOf(error) };
  const starved = insufficientVus.exec(msg);
  if (starved) return { kind: 'insufficientVus', scenario, activeVus: Number(starved[1]) };
  if (!problemLevels.includes(level)) return { kind: 'nothing' };
  return { kind: 'otherProblem', message: (error ? `${msg}: ${error}` : msg).slice(0, messageCharactersMax) };
};

const blockedByK6 = /hostname \((\S+)\) is in a blocked pattern|IP \((\S+)\) is in a blacklisted range/;
/** Written by the guard in scenarios/lib/http.ts. */
const blockedByGuard = /^headroom: request to (\S+) not sent/;

/** The host or address that a request was kept from, whichever kind of line tells it; null for all other lines. */
export const blockedHostOf = ({ msg = '', error = '' }: Fields): string | null => {
  const refused = blockedByGuard.exec(msg)?.[1];
  const [, hostname, address] = blockedByK6.exec(error) ?? blockedByK6.exec(msg) ?? [];
  return refused ?? hostname ?? address ?? null;
};
