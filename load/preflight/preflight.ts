import { readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { text } from 'node:stream/consumers';
import type { ResolvedConfig } from '../config/resolve.ts';
import { HeadroomError, messageOf } from '../errors/headroom-error.ts';
import { redactorFor, requestHeadersOf, shownUrl } from './plan/secrets.ts';

/** How the request before the load was answered. */
export type Preflight = { readonly status: number; readonly latencyMs: number };

type Target = ResolvedConfig['target'];

const tlsOptions = async ({ tls }: Target): Promise<RequestOptions> => ({
  ...(tls?.caFile && { ca: await readFile(tls.caFile) }),
  ...(tls?.certFile && { cert: await readFile(tls.certFile) }),
  ...(tls?.keyFile && { key: await readFile(tls.keyFile) }),
  rejectUnauthorized: !tls?.insecureSkipVerify,
});

type Sending = { readonly body: Buffer; readonly signal: AbortSignal };

const send = async (target: Target, { body, signal }: Sending): Promise<{ status: number; body: string }> => {
  const isTls = target.url.startsWith('https:');
  const options = {
    method: target.method,
    headers: { ...requestHeadersOf(target), 'Content-Length': body.length },
    signal,
    agent: false,
    ...(isTls && (await tlsOptions(target))),
  } as const;
  return new Promise((resolve, reject) => {
    const request = (isTls ? httpsRequest : httpRequest)(target.url, options, (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), reject);
    });
    request.once('error', reject);
    request.end(body);
  });
};

const unauthorized = ({ auth }: Target): string =>
  auth
    ? `check the key or token in the environment variable ${auth.env}: it may have expired`
    : 'add target.auth: { env: "SCORING_KEY" } to the config and put the key or token into that variable';

/**
 * One scoring request before any load: is the endpoint there, and does it let us in?
 *
 * @throws HeadroomError E_ENDPOINT when nothing answers, or on 401, 403 and 404
 */
export const preflight = async (target: Target, body: Buffer, stop: AbortSignal): Promise<Preflight> => {
  const startedAtMs = performance.now();
  const redact = redactorFor(target);
  const where = `${target.method} ${shownUrl(target.url)}`;
  const signal = AbortSignal.any([stop, AbortSignal.timeout(target.requestTimeoutMs)]);
  const answer = await send(target, { body, signal }).catch((error: unknown) => {
    throw new HeadroomError('E_ENDPOINT', {
      what: `the endpoint does not answer: ${redact(messageOf(error))}`,
      where,
      fix: 'start the service (the sandbox: headroom sandbox), or correct target.url; a private cluster needs its VPN',
    });
  });
  if (answer.status === 401 || answer.status === 403) {
    throw new HeadroomError('E_ENDPOINT', {
      what: `the endpoint answers ${answer.status}: ${redact(answer.body).slice(0, 200).trim() || 'no body'}`,
      where,
      fix: unauthorized(target),
    });
  }
  if (answer.status === 404) {
    throw new HeadroomError('E_ENDPOINT', {
      what: `the endpoint answers 404: ${redact(answer.body).slice(0, 200).trim() || 'no body'}`,
      where,
      fix: 'correct the path of target.url: v1 services have /api/v1/service/<name>/score, v2 prints its scoring_uri',
    });
  }
  return { status: answer.status, latencyMs: performance.now() - startedAtMs };
};
