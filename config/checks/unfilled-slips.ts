import type { Slip } from '../../runs/schema/faults/faults.ts';
import { type Path, showPath, valueAt } from '../../runs/schema/faults/show.ts';
import { requestPaths } from './request-paths.ts';

/** A word where other tools fill something in; an id between braces, as of Windows, is none. */
const word = String.raw`\s*(?![0-9a-fA-F]{8}-)[A-Za-z_][\w. -]*`;

const forms: readonly (readonly [pattern: RegExp, shown: string])[] = [
  [new RegExp(String.raw`\$\{${word}\}`), '$' + '{…}'],
  [new RegExp(String.raw`\{\{${word}\}\}`), '{{…}}'],
  [new RegExp(String.raw`\{${word}\}`), '{…}'],
  [new RegExp(`<${word}>`), '<…>'],
];

/** As a shell takes a variable. OData has such words in URLs: `$batch`. */
const shellVariable = /(?:^|\s)\$[A-Za-z_]\w*$/;

const formIn = (text: string): string | undefined => forms.find(([pattern]) => pattern.test(text))?.[1];

const unfilledUrl = (input: unknown, request: Path): Slip[] => {
  const path = [...request, 'url'];
  const url = valueAt(input, path);
  const form = typeof url === 'string' ? formIn(url) : undefined;
  if (form === undefined) return [];
  return [
    {
      path,
      what: `${showPath(path)} holds ${form}, which nothing fills in`,
      fix: 'write the address as it is called; a part from the environment by process.env in the config; braces that are meant as %7B and %7D',
    },
  ];
};

/** What a header holds may be a key: it is not repeated. */
const unfilledHeaders = (input: unknown, request: Path): Slip[] => {
  const headers = valueAt(input, [...request, 'headers']);
  if (headers === null || typeof headers !== 'object') return [];
  return Object.entries(headers).flatMap(([name, value]: [string, unknown]): Slip[] => {
    if (typeof value !== 'string') return [];
    const form = shellVariable.test(value) ? '$NAME' : formIn(value);
    if (form === undefined) return [];
    const path = [...request, 'headers', name];
    const fix = "name the variable that holds the value: { env: 'SCORING_KEY', prefix: 'Bearer ' }";
    return [{ path, what: `the header ${name} holds ${form}, which nothing fills in`, fix }];
  });
};

/**
 * What looks like a placeholder in an address or a header: it would be sent as it stands.
 *
 * @param input the config as it was written
 */
export const unfilledSlips = (input: unknown): Slip[] =>
  requestPaths(input).flatMap((request) => [
    ...unfilledUrl(input, request),
    ...unfilledHeaders(input, request),
  ]);
