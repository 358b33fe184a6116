import { basename } from 'node:path';
import { utf16Of } from '../../errors/encoding.ts';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';

type Lines = { readonly bodies: readonly Buffer[]; readonly notes: readonly string[] };

const mark = Buffer.from([0xef, 0xbb, 0xbf]);
const [newline, carriageReturn] = [0x0a, 0x0d];

/** More faults than these are not told one by one. */
const faultsShownMost = 5;

/** Files put together keep the marks of each. */
const hasMark = (line: Buffer): boolean => line.subarray(0, mark.length).equals(mark);

const isBlank = (line: Buffer): boolean => line.every((byte) => byte === 0x20 || byte === 0x09);

/** Lines by their bytes: whatever encoding a text claims, nothing of it is changed. */
const splitLines = (content: Buffer): { readonly lines: Buffer[]; readonly returns: number } => {
  const lines: Buffer[] = [];
  let returns = 0;
  for (let start = 0; start <= content.length; ) {
    const found = content.indexOf(newline, start);
    const end = found < 0 ? content.length : found;
    const hasReturn = end > start && content[end - 1] === carriageReturn;
    if (hasReturn) returns++;
    lines.push(content.subarray(start, hasReturn ? end - 1 : end));
    start = end + 1;
  }
  if (lines.at(-1)?.length === 0) lines.pop();
  return { lines, returns };
};

const faultOf = (line: Buffer): string | undefined => {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line));
    return undefined;
  } catch (error) {
    // V8 quotes the text, which may hold what must not be shown.
    return messageOf(error).includes('encoded data') ? 'not UTF-8' : 'not a JSON value';
  }
};

const whole = (what: string, file: string, fix: string): HeadroomError =>
  new HeadroomError('E_CONFIG', { what: `payload.jsonLines: ${what}`, where: file, fix });

const refuseFaults = (numbered: readonly (readonly [Buffer, number])[], file: string): void => {
  const faults = numbered.flatMap(([line, number]) => {
    const what = faultOf(line);
    return what === undefined ? [] : [{ what: `line ${number} is ${what}`, number }];
  });
  if (faults.length === 0) return;
  throw new HeadroomError(
    'E_CONFIG',
    faults.slice(0, faultsShownMost).map(({ what, number }, i) => ({
      what:
        i === faultsShownMost - 1 && faults.length > faultsShownMost
          ? `${what}, and ${faults.length - faultsShownMost} lines more are not valid`
          : what,
      where: `${file}:${number}`,
      fix: 'put one whole JSON value on each line, or send the file as it is: payload: { file: … }',
    })),
  );
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Lines for OpenAI's batch API: each holds a request, and is none. */
const refuseBatch = (line: Buffer, file: string): void => {
  const value: unknown = JSON.parse(line.toString());
  if (!isObject(value) || typeof value['custom_id'] !== 'string' || !isObject(value['body'])) return;
  throw whole(
    'each line is an entry of a batch file: the request is its "body"',
    file,
    `take the bodies out: jq -c .body ${basename(file)} > bodies.jsonl`,
  );
};

/**
 * The bodies in a file of JSON lines, each byte for byte. Byte order marks, carriage returns and empty lines are
 * left out, and that is said.
 *
 * @param file its path, for messages
 * @throws HeadroomError E_CONFIG for a line that is not JSON value, and for a file without a line
 */
export const jsonLinesOf = (content: Buffer, file: string): Lines => {
  if (utf16Of(content)) throw whole('the file is UTF-16', file, 'save it as UTF-8');
  const { lines, returns } = splitLines(content);
  const marks = lines.filter(hasMark).length;
  const numbered = lines.map(
    (line, i) => [hasMark(line) ? line.subarray(mark.length) : line, i + 1] as const,
  );
  const kept = numbered.filter(([line]) => !isBlank(line));
  if (kept.length === 0) throw whole('the file has no line', file, 'put one request body on each line');
  refuseFaults(kept, file);
  refuseBatch(kept[0]![0], file);
  const empty = numbered.length - kept.length;
  const leftOut = [
    ...(marks > 0 ? [marks === 1 ? 'a byte order mark' : `${marks} byte order marks`] : []),
    ...(returns > 0 ? ['carriage returns'] : []),
    ...(empty > 0 ? [`${empty} empty ${empty === 1 ? 'line' : 'lines'}`] : []),
  ];
  const said = leftOut.length > 0 ? `; left out: ${leftOut.join(', ')}` : '';
  return {
    bodies: kept.map(([line]) => line),
    notes: [`payload: ${kept.length} ${kept.length === 1 ? 'line' : 'lines'} of ${basename(file)}${said}`],
  };
};
