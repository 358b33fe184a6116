import { readFile } from 'node:fs/promises';
import type { ResolvedConfig } from '../../config/resolve.ts';
import type { LoadSecret } from '../../runs/schema/load-plan.ts';
import type { Payloads } from './payloads.ts';

type Target = ResolvedConfig['target'];

/** Headers whose values are no secret. */
const plainHeaders = new Set([
  'content-type',
  'accept',
  'user-agent',
  'accept-encoding',
  'azureml-model-deployment',
]);

/** Shorter values are found in any text: to cross them out would hide what is no secret. */
const secretLengthMin = 6;

const variable = (name: string): string => process.env[name] ?? '';

/**
 * The headers of a scoring request, secret ones included: never to be written anywhere.
 *
 * @param contentType of the payload, where the config sets none; null: nothing is sent
 */
export const requestHeadersOf = (
  { headers, auth }: Target,
  contentType: string | null,
): Record<string, string> => ({
  ...(contentType !== null &&
    !Object.keys(headers).some((name) => name.toLowerCase() === 'content-type') && {
      'Content-Type': contentType,
    }),
  ...Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : `${value.prefix}${variable(value.env)}`,
    ]),
  ),
  ...(auth && { [auth.header]: `${auth.prefix}${variable(auth.env)}` }),
});

/** A URL as it may be shown: without user, password and query. */
export const shownUrl = (url: string): string => {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  shown.search = '';
  return shown.href;
};

/** Values that must not be shown: keys from the environment, header values, and what the URL's query holds. */
const secretValuesOf = (target: Target): string[] => {
  const headers = Object.entries(requestHeadersOf(target, null))
    .filter(([name]) => !plainHeaders.has(name.toLowerCase()))
    .map(([, value]) => value);
  const keys = Object.values(secretsOf(target));
  const query = [...new URL(target.url).searchParams.values()];
  return [...new Set([...keys, ...headers, ...query])].filter(({ length }) => length >= secretLengthMin);
};

/** By the environment variable that the config names: what scripts get from `k6/secrets`. */
const secretsOf = ({ auth, headers }: Target): Record<string, string> => {
  const named = [
    ...(auth ? [auth.env] : []),
    ...Object.values(headers).flatMap((value) => (typeof value === 'string' ? [] : [value.env])),
  ];
  return Object.fromEntries(named.map((name) => [name, variable(name)]));
};

/**
 * Crosses out every secret value of a target in a text for people.
 *
 * @example redactorFor(target)('the key abcdef is wrong') // 'the key *** is wrong'
 */
export const redactorFor = (target: Target): ((text: string) => string) => {
  const values = secretValuesOf(target)
    .flatMap((value) => [value, encodeURIComponent(value), Buffer.from(value).toString('base64')])
    .sort((a, b) => b.length - a.length);
  return (text) => values.reduce((redacted, value) => redacted.replaceAll(value, '***'), text);
};

/** What travels to the generator beside the plan. @throws what Node throws for a file that can't be read */
export const loadSecretOf = async (
  { target }: ResolvedConfig,
  { bodies, contentType }: Payloads,
): Promise<LoadSecret> => {
  const { tls, url } = target;
  const read = (file: string): Promise<string> => readFile(file, 'utf8');
  return {
    url,
    headers: requestHeadersOf(target, contentType),
    payloads: bodies.map((body) => body.toString('base64')),
    clientCertificate:
      tls?.certFile && tls.keyFile
        ? { certPem: await read(tls.certFile), keyPem: await read(tls.keyFile) }
        : null,
    caPem: tls?.caFile ? await read(tls.caFile) : null,
    insecureSkipVerify: tls?.insecureSkipVerify ?? false,
    secrets: secretsOf(target),
    redact: secretValuesOf(target),
  };
};
