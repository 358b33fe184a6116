import { existsSync, statSync } from 'node:fs';
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { dirname, resolve } from 'node:path';
import type { Slip } from '../../runs/schema/faults/faults.ts';
import { type Path, showPath, valueAt } from '../../runs/schema/faults/show.ts';
import { tlsSlips } from './file-needs.ts';
import { requestPaths } from './request-paths.ts';

type Fields = Readonly<Record<string, unknown>>;

const entriesAt = (input: unknown, path: Path): [string, unknown][] => {
  const value = valueAt(input, path);
  return value !== null && typeof value === 'object' ? Object.entries(value as Fields) : [];
};

const filePaths: readonly Path[] = [
  ['script'],
  ['load', 'trace'],
  ['target', 'tls', 'caFile'],
  ['target', 'tls', 'certFile'],
  ['target', 'tls', 'keyFile'],
];

const formFiles = (input: unknown, request: Path): Path[] => {
  const path = [...request, 'payload', 'multipart', 'files'];
  return entriesAt(input, path).map(([name, part]) =>
    typeof part === 'string' ? [...path, name] : [...path, name, 'file'],
  );
};

const payloadFiles = (input: unknown): Path[] =>
  requestPaths(input).flatMap((request) => [
    [...request, 'payload', 'file'],
    [...request, 'payload', 'jsonLines'],
    ...formFiles(input, request),
  ]);

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();

const missingFiles = (input: unknown, folder: string): Slip[] =>
  [...filePaths, ...payloadFiles(input)].flatMap((path): Slip[] => {
    const named = valueAt(input, path);
    if (typeof named !== 'string' || named === '' || named.includes('\0')) return [];
    const file = resolve(folder, named);
    if (isFile(file)) return [];
    const what = existsSync(file) ? `${file} is not a file` : `no such file ${file}`;
    return [{ path, what: `${showPath(path)}: ${what}`, fix: 'paths are relative to the config file' }];
  });

/** Longer texts are no names of files. */
const nameLengthMost = 255;

/** A payload that is text, and also the name of a file: one of two wishes, and only the writer knows which. */
const ambiguousPayload = (input: unknown, request: Path, folder: string): Slip[] => {
  const path = [...request, 'payload'];
  const text = valueAt(input, path);
  if (typeof text !== 'string' || text === '' || text.length > nameLengthMost || /[\n\0]/.test(text))
    return [];
  if (!isFile(resolve(folder, text))) return [];
  return [
    {
      path,
      what: `${showPath(path)} is text that is also the name of a file`,
      fix: `write { file: ${JSON.stringify(text)} } to send what the file holds, { text: ${JSON.stringify(text)} } to send the name itself`,
    },
  ];
};

const variables = (input: unknown): Path[] => [
  ['target', 'auth', 'env'],
  ...requestPaths(input)
    .map((request) => [...request, 'headers'])
    .flatMap((headers) => entriesAt(input, headers).map(([name]) => [...headers, name, 'env'])),
];

/** As a shell takes it. */
const variableName = /^[A-Za-z_]\w*$/;

/** What is done with a config. */
export type ConfigUse = {
  /** Nothing is sent to the endpoint, so its key need not be there. Default: something is. */
  readonly sendsNothing?: boolean;
};

const missingSecrets = (input: unknown, { sendsNothing = false }: ConfigUse): Slip[] =>
  variables(input).flatMap((path): Slip[] => {
    const name = valueAt(input, path);
    if (typeof name !== 'string' || name === '') return [];
    // What is no name may be the key itself: it is not repeated.
    if (!variableName.test(name)) {
      const fix =
        'write the name of the variable that holds the key, such as SCORING_KEY, never the key itself';
      return [{ path, what: 'this is not the name of an environment variable', fix }];
    }
    const value = process.env[name];
    if (!value && sendsNothing) return [];
    if (!value) {
      const fix = `export ${name}=<key or token of the endpoint>`;
      return [{ path, what: `the environment variable ${name} is not set`, fix }];
    }
    if (isHeaderValue(value)) return [];
    const what = `the environment variable ${name} holds a character that no header can carry, such as a line break`;
    return [{ path, what, fix: `export ${name} without it: a file often ends with a line break` }];
  });

const isHeaderValue = (value: string): boolean => {
  try {
    validateHeaderValue('x', value);
    return true;
  } catch {
    return false;
  }
};

const isHeaderName = (name: string): boolean => {
  try {
    validateHeaderName(name);
    return true;
  } catch {
    return false;
  }
};

/** A key itself does not belong into a config; the header that carries it is a name like any other. */
const authHeader = (input: unknown): Slip[] => {
  if (typeof valueAt(input, ['target', 'auth']) === 'string')
    return [
      {
        path: ['target', 'auth'],
        what: 'target.auth is text, perhaps the key itself',
        fix: "write auth: { env: 'SCORING_KEY' }, the name of a variable that holds it",
      },
    ];
  const path = ['target', 'auth', 'header'];
  const name = valueAt(input, path);
  if (typeof name !== 'string' || isHeaderName(name)) return [];
  const what = `target.auth.header is ${JSON.stringify(name)}, which is not a valid header name`;
  return [{ path, what, fix: "letters, digits and - only: 'Authorization' or 'X-Api-Key'" }];
};

const wrongHeaders = (input: unknown, request: Path): Slip[] => {
  const headers = entriesAt(input, [...request, 'headers']);
  const seen = new Set<string>();
  return headers.flatMap(([name, value]): Slip[] => {
    const path = [...request, 'headers', name];
    const isTwice = seen.has(name.toLowerCase());
    seen.add(name.toLowerCase());
    if (!isHeaderName(name))
      return [
        {
          path,
          what: `${JSON.stringify(name)} is not a valid header name`,
          fix: 'letters, digits and - only',
        },
      ];
    if (isTwice)
      return [
        { path, what: `the header ${name} is there twice, in other letters`, fix: 'leave one of them out' },
      ];
    if (
      name.toLowerCase() === 'content-type' &&
      valueAt(input, [...request, 'payload', 'multipart']) !== undefined
    )
      return [
        { path, what: 'a form sets its own Content-Type, with its boundary', fix: `leave ${name} out` },
      ];
    if (typeof value === 'string' && !isHeaderValue(value))
      return [
        {
          path,
          what: `the header ${name} holds a character that none can carry`,
          fix: 'leave out line breaks',
        },
      ];
    return [];
  });
};

/**
 * What a config names and is not there, or can't be sent: files, environment variables, headers. It looks at the
 * input as it was written, so that these faults are told along with those of its form.
 *
 * @param file absolute path of the config
 */
export const missingNeeds = (input: unknown, file: string, use: ConfigUse = {}): Slip[] => {
  const folder = dirname(file);
  return [
    ...missingFiles(input, folder),
    ...missingSecrets(input, use),
    ...tlsSlips(input, folder),
    ...authHeader(input),
    ...requestPaths(input).flatMap((request) => [
      ...ambiguousPayload(input, request, folder),
      ...wrongHeaders(input, request),
    ]),
  ];
};
