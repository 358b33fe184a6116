import { z } from 'zod';
import { about } from '../../runs/schema/about.ts';
import { targetKinds } from '../../runs/schema/run.ts';
import { payloadSchema } from './payload.ts';
import { headersSchema, methodSchema, timeoutSchema, urlSchema } from './request.ts';

const none = { otherwise: 'none' } as const;

const authSchema = z
  .strictObject({
    env: z
      .string()
      .min(1)
      .meta(about('name of the environment variable that holds the key or token', 'SCORING_KEY')),
    header: z
      .string()
      .default('Authorization')
      .meta(about('the header that carries the key', 'Authorization')),
    prefix: z.string().default('Bearer ').meta(about('what stands before the key in that header', 'Bearer ')),
  })
  .optional()
  .meta(about('the key or token that each request carries', { env: 'SCORING_KEY' }, none));

const tlsSchema = z
  .strictObject({
    caFile: z
      .string()
      .optional()
      .meta(
        about('file with the certificates that are trusted, in PEM', './ca.pem', {
          otherwise: 'those of the system',
        }),
      ),
    certFile: z
      .string()
      .optional()
      .meta(about('file with the certificate of the client, in PEM', './client.pem', none)),
    keyFile: z
      .string()
      .optional()
      .meta(about('file with the key of that certificate, in PEM', './client-key.pem', none)),
    insecureSkipVerify: z
      .boolean()
      .default(false)
      .meta(about('take any certificate of the server: for tests only', true)),
  })
  .optional()
  .meta(
    about(
      'certificates, where the system does not know those of the server',
      { caFile: './ca.pem' },
      { otherwise: 'as the system trusts' },
    ),
  );

const proxySchema = z
  .url({ protocol: /^http$/, error: 'expected http://host:port' })
  .refine((url) => !url.includes('@'), { message: 'holds a user or password: the proxy must do without' })
  .optional()
  .meta(
    about(
      'the HTTP proxy that HTTP requests go through; WebSocket and gRPC dial directly',
      'http://proxy.example:3128',
      { otherwise: 'none, whatever the environment names' },
    ),
  );

/** What is tested, and how one request of it looks. */
export const targetSchema = z.strictObject({
  kind: z
    .enum(targetKinds)
    .default('aks-v1')
    .meta(about('what serves the model: sets the defaults for timeouts and the autoscaler', 'kubernetes')),
  url: urlSchema.meta(
    about('the address that clients send scoring requests to', 'https://scoring.example/score'),
  ),
  method: methodSchema.default('POST').meta(about('the method of each request', 'POST')),
  headers: headersSchema
    .default({})
    .meta(about('headers of each request; a secret one by its variable', { 'x-model': 'fraud' })),
  payload: payloadSchema
    .optional()
    .meta(
      about(
        'what each request sends: a file, JSON lines, a value, a form, a sample, or a function',
        { file: './request.json' },
        { otherwise: "{ sample: 'data' }, nothing with GET" },
      ),
    ),
  auth: authSchema,
  tls: tlsSchema,
  proxy: proxySchema,
  requestTimeoutMs: timeoutSchema.optional().meta(
    about('when the client gives up', 6000, {
      otherwise:
        'the timeout of router, else the documented one of the platform, + 5 s, so that its 504 is seen; at most 65 s',
    }),
  ),
  slotsPerReplica: z
    .int()
    .min(1)
    .default(1)
    .meta(
      about(
        'requests that a replica may run at once: replica_max_concurrent_requests (documented default 1)',
        4,
        { unit: 'requests' },
      ),
    ),
});
