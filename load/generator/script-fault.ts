import { packageOf } from '../../config/bundle/faults.ts';

/** What a script threw, with the line of the user's own that it came from. */
type ScriptFault = { readonly message: string; readonly place: string | undefined };

/** What other engines have and k6's lacks. */
const missingGlobals = new Set([
  'AbortController',
  'Blob',
  'Buffer',
  'CustomEvent',
  'Event',
  'EventTarget',
  'FormData',
  'Headers',
  'Intl',
  'MessageChannel',
  'Request',
  'Response',
  'URL',
  'URLSearchParams',
  'WeakRef',
  'XMLHttpRequest',
  'atob',
  'btoa',
  'document',
  'fetch',
  'localStorage',
  'navigator',
  'performance',
  'process',
  'queueMicrotask',
  'require',
  'structuredClone',
  'window',
]);

type Frame = { readonly file: string; readonly position: string };

/** k6 names files relative to the script, as the bundle's source map does, with file:/// before them. */
const frameOf = (text: string): Frame | undefined => {
  const match = /(?<![^\s()])([^\s()]+?):(\d+:\d+)(?:\(\d+\))?\)?$/.exec(text);
  if (match === null) return undefined;
  const [, file = '', position = ''] = match;
  return { file: file.replace(/^file:\/\/\//, ''), position };
};

/** Headroom's own part of a bundle, and the bundle itself: nothing a user could correct. */
const isOwn = ({ file }: Frame): boolean =>
  /\/scenarios\/k6\/(script|common-js|own-options|payload|request|summary)\.[jt]s$/.test(file) ||
  /(^|\/)(-|headroom-bundle\.js)$/.test(file);

const missingGlobal = (message: string, frames: readonly Frame[]): string | undefined => {
  const name = /^ReferenceError: (\w+) is not defined/.exec(message)?.[1];
  if (name === undefined || !missingGlobals.has(name)) return undefined;
  const needs = `needs the global "${name}", which k6 does not have`;
  const importer = packageOf(frames[0]?.file ?? '');
  return importer === undefined ? `the script ${needs}` : `the package ${importer} ${needs}`;
};

/** k6 names its standard input, where the bundle comes from, and says how it heard of a fault: nothing to correct. */
const lead = /^could not initialize '-': could not load JS test 'file:\/\/\/-': |^Uncaught \(in promise\) /;

const isFrameLine = (line: string): boolean => /^\s+at /.test(line);

/** Frames that k6 wrote into a message, as it does for what an async function throws. */
const framesIn = (lines: readonly string[]): string[] =>
  lines.filter(isFrameLine).map((line) => line.trim().slice('at '.length));

/**
 * Takes an exception of k6 apart. Frames of Headroom's own files are left out, and those of packages where the user's
 * own are known: the line to correct is the user's.
 *
 * @param message of one or more lines; lines "at fn (file:line:column)" are frames, too
 * @param frames lines of the stack, without "at"
 * @example scriptFaultOf('Error: x', ['f (file:///a.ts:1:7(3))']) // { message: 'Error: x', place: 'a.ts:1:7' }
 */
export const scriptFaultOf = (message: string, frames: readonly string[]): ScriptFault => {
  const lines = message.trimEnd().replace(lead, '').replace(lead, '').split('\n');
  const text = lines.filter((line) => !isFrameLine(line)).join('\n');
  const known = [...frames, ...framesIn(lines)]
    .map(frameOf)
    .filter((frame) => frame !== undefined)
    .filter((frame) => !isOwn(frame));
  const shown = known.find(({ file }) => packageOf(file) === undefined) ?? known[0];
  const place = shown && `${shown.file}:${shown.position}`;
  return { message: missingGlobal(text, known) ?? text, place };
};

/** The same of the text that k6 logs: a message of one or more lines, then lines "at fn (file:line:column)". */
export const scriptFaultIn = (text: string): ScriptFault => scriptFaultOf(text, []);
