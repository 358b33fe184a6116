import type { ResolvedConfig } from '../config/resolve.ts';
import type { RunSpec } from '../scenarios/lib/run-spec.ts';

const payloadOf = ({ payload }: ResolvedConfig['target']): RunSpec['payload'] => {
  if (typeof payload === 'string') return { kind: 'text', text: payload };
  if (typeof payload === 'function') return { kind: 'function' };
  if ('json' in payload) return { kind: 'text', text: JSON.stringify(payload.json) };
  if ('file' in payload) return { kind: 'file', path: payload.file };
  return { kind: 'jsonLines', path: payload.jsonLines };
};

/** The headers of a scoring request, the secret of `target.auth` included: never to be written anywhere. */
export const requestHeadersOf = ({ headers, auth }: ResolvedConfig['target']): Record<string, string> => ({
  'Content-Type': 'application/json',
  ...headers,
  ...(auth && { [auth.header]: `${auth.prefix}${process.env[auth.env] ?? ''}` }),
});

/** What the k6 scripts are told, through k6's environment. */
export const runSpecOf = (config: ResolvedConfig, controlUrl: string): RunSpec => {
  const { url, method, requestTimeoutMs, tls } = config.target;
  return {
    controlUrl,
    allowedHosts: config.safety.allowedHosts.map((host) => host.toLowerCase()),
    target: { url, method, headers: requestHeadersOf(config.target), requestTimeoutMs },
    payload: payloadOf(config.target),
    ...(tls?.certFile &&
      tls.keyFile && { clientCertificate: { certFile: tls.certFile, keyFile: tls.keyFile } }),
  };
};
