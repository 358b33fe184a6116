/** The user's scenario: the bundler puts it here. */
declare module 'headroom:script' {
  export const options: Readonly<Record<string, unknown>> | undefined;
  export const setup: (() => unknown) | undefined;
  export const teardown: ((data: unknown) => unknown) | undefined;
  export const handleSummary: ((data: unknown) => unknown) | undefined;
  /** Of a CommonJS module: its `module.exports`. */
  const exported: (() => unknown) | CommonJsScript;
  export default exported;
}

/** What a CommonJS script exports, as far as it is known. */
type CommonJsScript = {
  readonly default?: () => unknown;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly setup?: () => unknown;
  readonly teardown?: (data: unknown) => unknown;
  readonly handleSummary?: (data: unknown) => unknown;
};

/** The user's config, where its payload is a function. */
declare module 'headroom:config' {
  type Payload = (iteration: number) => unknown;
  const config: {
    readonly target?: { readonly payload?: Payload };
    readonly endpoints?: readonly {
      readonly name: string;
      readonly method?: string;
      readonly payload?: Payload;
    }[];
  };
  export default config;
}

/** Absolute folder in which the tool was started. */
declare const HEADROOM_WORKING_FOLDER: string;

/** Headroom's own part of k6: load/module. */
declare module 'k6/x/headroom' {
  /**
   * k6's options for this run: the plan's executor, and what of a script's own options is kept. For `k6 inspect`: what
   * the tool must know of the script.
   */
  export function options(own: Readonly<Record<string, unknown>>, script?: object): Record<string, unknown>;
  /** A setup() or teardown() with the fence and the certificates of the plan; one that does nothing without. */
  export function inside(hook: ((data: unknown) => unknown) | undefined): (data: unknown) => unknown;
  /** The function for each arrival: the one of the script that the plan's mix gives to it. */
  export function work(script: object): (data: unknown) => unknown;
  /** The endpoint that the current arrival goes to, and its number among the arrivals of that endpoint, from 0. */
  export function arrival(): { readonly endpoint: string; readonly number: number };
  /** The scoring request of the arrival's endpoint with this body, or with the payload of the plan. */
  export function send(body?: string | ArrayBuffer): { readonly status: number };
}
