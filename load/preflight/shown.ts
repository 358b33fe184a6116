import type { IncomingHttpHeaders } from 'node:http';
import { withoutQuery } from '../../errors/redact/urls.ts';
import { withoutValues } from '../../errors/redact/values.ts';

/** Shorter texts of a body are words that say nothing, such as "text" or "id". */
const sentLengthMin = 6;

/** A long text is looked for in pieces, as a server may echo a part of it. */
const pieceCharacters = 64;
const piecesMost = 256;

/** How much of an answer's body a person is shown. */
const bodyCharactersShown = 500;

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [];
};

const textsOf = (body: string): string[] => {
  try {
    return textsIn(JSON.parse(body));
  } catch {
    return [body];
  }
};

const piecesOf = (text: string): string[] =>
  Array.from({ length: Math.min(piecesMost, Math.floor(text.length / pieceCharacters)) }, (_, i) =>
    text.slice(i * pieceCharacters, (i + 1) * pieceCharacters),
  );

/** Takes out of an answer what the request itself held: a body may hold what nobody else should read. */
const withoutSent = (text: string, sent: Buffer): string =>
  withoutValues(
    textsOf(sent.toString('utf8'))
      .filter((own) => own.trim().length >= sentLengthMin)
      .flatMap((own) => [own, ...piecesOf(own)]),
    (own) => [own],
  )(text);

/** The body of an answer as it may be shown: redacted, on one line, cut. */
export const shownBody = (body: string, sent: Buffer, redact: (text: string) => string): string => {
  const text = withoutSent(redact(body), sent).replaceAll(/\s+/g, ' ').trim();
  if (text === '') return 'no body';
  return text.length > bodyCharactersShown ? `${text.slice(0, bodyCharactersShown)}…` : text;
};

/** Headers that tell who answered and why; others may hold what is nobody's business. As in load/module/sample.go. */
const telling = new Set([
  'content-type',
  'server',
  'retry-after',
  'via',
  'location',
  'www-authenticate',
  'allow',
  'x-cache',
  'x-powered-by',
  'x-request-id',
  'azureml-model-deployment',
]);
const tellingPrefixes = ['x-envoy-', 'x-ms-', 'x-ratelimit-', 'x-kong-'];

/** The telling headers of an answer in one line, redacted; empty where there are none. */
export const shownHeaders = (headers: IncomingHttpHeaders, redact: (text: string) => string): string =>
  Object.entries(headers)
    .filter(([name]) => telling.has(name) || tellingPrefixes.some((prefix) => name.startsWith(prefix)))
    .map(([name, value]) => `${name}: ${withoutQuery(redact(String(value)))}`)
    .join(', ');
