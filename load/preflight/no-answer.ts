import type { Endpoint } from '../../config/endpoints.ts';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { publicUrl } from '../../errors/redact/urls.ts';

/** Codes of OpenSSL and Node for a certificate that is not trusted, as the chain ends elsewhere. */
const untrusted = /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(?:GET|VERIFY)_.*)$/;

/** Codes for a certificate that is trusted and does not fit. */
const unfit = /^(?:CERT_.*|ERR_TLS_CERT_ALTNAME_INVALID)$/;

/** What a server that speaks no TLS sends looks like to OpenSSL. */
const noTls = /^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)$/;

/** Codes of Node's parser for what is no HTTP; the one of an answer that ends too soon is none of them. */
const noHttp = /^HPE_(?!INVALID_EOF_STATE)/;

type Words = { readonly what: string; readonly fix: string };

type Asked = Pick<Endpoint, 'place' | 'url' | 'requestTimeoutMs'>;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

const isTimeout = (error: unknown): boolean =>
  error instanceof Error && [error, error.cause].some((one) => (one as Error)?.name === 'TimeoutError');

/** What went wrong between the first byte that was sent and the last that came, and what to do. */
const wordsFor = (error: unknown, status: number | undefined, asked: Asked): Words => {
  const { place, url, requestTimeoutMs } = asked;
  const code = codeOf(error);
  const message = messageOf(error);
  if (untrusted.test(code))
    return {
      what: `the certificate of the endpoint is not trusted: ${message.split(';')[0]}`,
      fix: "name the authority that signed it: target.tls: { caFile: './ca.pem' }",
    };
  if (unfit.test(code))
    return {
      what: `the certificate of the endpoint does not fit: ${message}`,
      fix: `correct the host of ${place}.url, or have the certificate renewed`,
    };
  if (noTls.test(code))
    return {
      what: 'the endpoint speaks no TLS on this port',
      fix: `write ${publicUrl(url).replace(/^https:/, 'http:')} as ${place}.url, or the port that TLS is on`,
    };
  if (isTimeout(error))
    return {
      what: `no whole answer came within ${requestTimeoutMs} ms`,
      fix: `see how long the service takes for one request; ${place}.requestTimeoutMs is how long the client waits`,
    };
  if (noHttp.test(code))
    return {
      what: `what the endpoint answers breaks the rules of HTTP: ${message}`,
      fix: `check that this port speaks what ${place}.url says (http or https), then the server and what stands before it`,
    };
  if (status !== undefined)
    return {
      what: `the endpoint answers ${status}, and the connection breaks before the end of the answer: ${message}`,
      fix: 'see the log of the service, and of what stands in front of it',
    };
  if (code === 'ECONNRESET')
    return {
      what: `the endpoint closes the connection without an answer: ${message}`,
      fix: `see the log of the service; behind TLS ${place}.url begins with https://`,
    };
  return {
    what: `the endpoint does not answer: ${message}`,
    fix: `start the service (the sandbox: headroom sandbox), or correct ${place}.url; a private cluster needs its VPN`,
  };
};

type Told = {
  /** What was asked. */
  readonly where: string;
  readonly redact: (text: string) => string;
  /** Of an answer that broke off. */
  readonly status?: number;
};

/** Why the first request got no whole answer. */
export const noAnswer = (error: unknown, endpoint: Asked, { where, redact, status }: Told): HeadroomError => {
  const { what, fix } = wordsFor(error, status, endpoint);
  return new HeadroomError('E_ENDPOINT', { what: redact(what), where, fix, cause: error });
};
