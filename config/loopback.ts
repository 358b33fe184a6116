/**
 * Whether a URL leads to the machine that asks: of a pod, to the pod itself.
 *
 * @example isLoopback('http://127.0.0.1:8890/score') // true
 */
export const isLoopback = (url: string): boolean =>
  /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
