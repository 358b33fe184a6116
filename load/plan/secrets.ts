import { readFile } from 'node:fs/promises';
import type { Endpoint } from '../../config/endpoints.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { secretLengthMin, withoutValues } from '../../errors/redact/values.ts';
import type { LoadSecret } from '../../runs/schema/load-plan.ts';
import type { Payloads } from './payloads.ts';

type Request = Pick<Endpoint, 'url' | 'headers'>;

/** Headers whose values are no secret. */
const plainHeaders = new Set([
  'content-type',
  'accept',
  'user-agent',
  'accept-encoding',
  'azureml-model-deployment',
]);

const variable = (name: string): string => process.env[name] ?? '';

/**
 * The headers of a scoring request, secret ones included: never to be written anywhere.
 *
 * @param contentType of the payload, where the config sets none; null: nothing is sent
 * @param keyOf what stands for a key; by default the key itself
 */
export const requestHeadersOf = (
  { headers }: Pick<Request, 'headers'>,
  contentType: string | null,
  keyOf: (name: string) => string = variable,
): Record<string, string> => ({
  ...(contentType !== null &&
    !Object.keys(headers).some((name) => name.toLowerCase() === 'content-type') && {
      'Content-Type': contentType,
    }),
  ...Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : `${value.prefix}${keyOf(value.env)}`,
    ]),
  ),
});

/** Values that must not be shown: keys from the environment, header values, and what the URL's query holds. */
const secretValuesOf = (requests: readonly Request[]): string[] => {
  const headers = requests
    .flatMap((request) => Object.entries(requestHeadersOf(request, null)))
    .filter(([name]) => !plainHeaders.has(name.toLowerCase()))
    .map(([, value]) => value);
  const keys = Object.values(secretsOf(requests));
  const query = requests.flatMap(({ url }) => [...new URL(url).searchParams.values()]);
  return [...new Set([...keys, ...headers, ...query])].filter(({ length }) => length >= secretLengthMin);
};

/** Names of the environment variables that hold the keys of a config: no script sees them in `__ENV`. */
export const secretVariablesOf = (requests: readonly Request[]): string[] => [
  ...new Set(
    requests
      .flatMap(({ headers }) => Object.values(headers))
      .flatMap((value) => (typeof value === 'string' ? [] : [value.env])),
  ),
];

/** By the environment variable that the config names: what scripts get from `k6/secrets`. */
const secretsOf = (requests: readonly Request[]): Record<string, string> =>
  Object.fromEntries(secretVariablesOf(requests).map((name) => [name, variable(name)]));

/**
 * Crosses out every secret value of a config's requests in a text for people, in each form in which it may stand there.
 *
 * @example redactorFor(endpoints)('the key abcdef is wrong') // 'the key [redacted] is wrong'
 */
export const redactorFor = (requests: readonly Request[]): ((text: string) => string) =>
  withoutValues(secretValuesOf(requests));

/**
 * What travels to the generator beside the plan.
 *
 * @param payloads of each endpoint
 * @throws what Node throws for a file that can't be read
 */
export const loadSecretOf = async (
  { target, endpoints }: ResolvedConfig,
  payloads: readonly Payloads[],
): Promise<LoadSecret> => {
  const { tls } = target;
  const read = (file: string): Promise<string> => readFile(file, 'utf8');
  return {
    endpoints: endpoints.map((endpoint, i) => ({
      url: endpoint.url,
      headers: requestHeadersOf(endpoint, payloads[i]!.contentType),
      payloads: payloads[i]!.bodies.map((body) => body.toString('base64')),
    })),
    clientCertificate:
      tls?.certFile && tls.keyFile
        ? { certPem: await read(tls.certFile), keyPem: await read(tls.keyFile) }
        : null,
    caPem: tls?.caFile ? await read(tls.caFile) : null,
    insecureSkipVerify: tls?.insecureSkipVerify ?? false,
    secrets: secretsOf(endpoints),
    redact: secretValuesOf(endpoints),
  };
};
