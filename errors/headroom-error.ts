import { type ErrorCode, exitCodeOf } from './catalogue.ts';
import { escapeControlsInLines } from './escape-controls.ts';

/** What an error tells a person at 2 a.m.: each part is one line on the terminal. */
export type ErrorDetails = {
  /** What happened, with the value that was seen. */
  readonly what: string;
  /** Where that value came from: a file and path, an option, an environment variable, a URL. */
  readonly where?: string;
  /** What to do next. */
  readonly fix?: string;
  /** The error underneath, kept for `--verbose`. */
  readonly cause?: unknown;
};

/** An expected failure. Broken invariants are plain `Error`s with their numbers in the message. */
export class HeadroomError extends Error {
  readonly code: ErrorCode;
  readonly details: readonly ErrorDetails[];

  /** @param details one fault, or every fault that was found at once */
  constructor(code: ErrorCode, details: ErrorDetails | readonly ErrorDetails[]) {
    const all = Array.isArray(details) ? (details as readonly ErrorDetails[]) : [details as ErrorDetails];
    super(all.map((one) => one.what).join('; '), { cause: all[0]?.cause });
    this.name = 'HeadroomError';
    this.code = code;
    this.details = all;
  }

  get exitCode(): number {
    return exitCodeOf(this.code);
  }
}

/** The text a person sees: code and fact, then where and fix, a block for each fault. */
export const formatError = (error: HeadroomError): string =>
  error.details
    .map(({ what, where, fix }) =>
      [`${error.code}: ${what}`, where && `  at ${where}`, fix && `  fix: ${fix}`].filter(Boolean).join('\n'),
    )
    .map(escapeControlsInLines)
    .join('\n');

/** What the system says of a file, in words; whoever shows it names the file beside. */
const fileWords: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  EACCES: 'this user has no right to it',
  EPERM: 'this user has no right to it',
  EEXIST: 'it is there already',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the quota of this user on the disk is used up',
  EFBIG: 'it is larger than a file may be',
  EROFS: 'the disk is read-only',
};

/** Only of files: a program that could not be started has the same codes. */
const fileMessageOf = (error: Error): string | undefined => {
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined || syscall.startsWith('spawn')) return undefined;
  // Of an open file Node names no path: of a folder it says `read`.
  const isOfFile = path !== undefined || code === 'EISDIR' || syscall === 'write';
  return isOfFile ? fileWords[code] : undefined;
};

/** The message of anything that was thrown, with the causes that Node's fetch hides one level down. */
export const messageOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return String(thrown);
  const ofFile = fileMessageOf(thrown);
  if (ofFile !== undefined) return ofFile;
  const own = thrown.message || ('code' in thrown ? String(thrown.code) : thrown.name);
  return thrown.cause === undefined ? own : `${own}: ${messageOf(thrown.cause)}`;
};
