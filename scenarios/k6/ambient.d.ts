/** The user's scenario: the bundler puts it here. */
declare module 'headroom:script' {
  const script: (data: unknown) => unknown;
  export default script;
  export const options: Readonly<Record<string, unknown>> | undefined;
  export const setup: (() => unknown) | undefined;
  export const teardown: ((data: unknown) => unknown) | undefined;
}

/** The user's config, where its payload is a function. */
declare module 'headroom:config' {
  const config: { readonly target?: { readonly payload?: (iteration: number) => unknown } };
  export default config;
}

/** Absolute folder of the user's script. */
declare const HEADROOM_SCRIPT_FOLDER: string;

/** Headroom's own part of k6: load/module. */
declare module 'k6/x/headroom' {
  /** k6's options for this run: the plan's executor, and what of a script's own options is kept. */
  export function options(own: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** A setup() or teardown() with the fence and the certificates of the plan; one that does nothing without. */
  export function inside(hook: ((data: unknown) => unknown) | undefined): (data: unknown) => unknown;
  /** The scoring request of the config with this body. */
  export function send(body: string | ArrayBuffer): { readonly status: number };
}
