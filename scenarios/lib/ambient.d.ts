/** Modules that the bundler fills in: the scenario to run, and the user's config when it has a payload function. */
declare module 'headroom:script' {
  const script: (data: unknown) => unknown;
  export default script;
  export const setup: (() => unknown) | undefined;
  export const teardown: ((data: unknown) => unknown) | undefined;
}

declare module 'headroom:config' {
  const config: { readonly target?: { readonly payload?: (iteration: number) => unknown } };
  export default config;
}

/** k6 has a console, but its types leave it to the DOM library. */
declare const console: { error(...values: unknown[]): void };
