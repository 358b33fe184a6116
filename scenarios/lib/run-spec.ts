/**
 * What the tool tells the k6 scripts, as JSON in one environment variable: never on the command line (process
 * lists) and never in the bundle (the run folder), as headers may hold secrets.
 */
export type RunSpec = {
  /** Base URL of the tool's own server on loopback. */
  readonly controlUrl: string;
  /** host or host:port, in lower case. */
  readonly allowedHosts: readonly string[];
  readonly target: {
    readonly url: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly requestTimeoutMs: number;
  };
  /** Where each request's body comes from; `function` is bundled from the config file. */
  readonly payload:
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'file'; readonly path: string }
    | { readonly kind: 'jsonLines'; readonly path: string }
    | { readonly kind: 'function' };
  readonly clientCertificate?: { readonly certFile: string; readonly keyFile: string };
};

export const runSpecVariable = 'HEADROOM_RUN';
