import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import type { PlannedSettings } from '../../runs/schema/recommendation.ts';
import type { Way } from './way.ts';

const toSandbox = async (
  url: URL,
  { policy, queueWaitMs, requestTimeoutMs }: PlannedSettings,
): Promise<unknown> => {
  try {
    const before: unknown = await (await fetch(url)).json();
    const change = {
      policy,
      ...(queueWaitMs !== undefined && { queueWaitLimitMs: queueWaitMs }),
      ...(requestTimeoutMs !== undefined && { requestTimeoutMs }),
    };
    const response = await fetch(url, { method: 'PUT', body: JSON.stringify(change) });
    if (!response.ok) throw new Error(await response.text());
    return before;
  } catch (cause) {
    throw new HeadroomError('E_VERIFY', {
      what: `the sandbox did not take the settings: ${messageOf(cause)}`,
      where: url.href,
      fix: 'start it (headroom sandbox), and give its Kubernetes API as apply.sandbox',
      cause,
    });
  }
};

/** The sandbox takes settings over its management API; its answer to GET is what was there before. */
export const sandboxWay = (apiUrl: string, settings: PlannedSettings): Way => {
  const url = new URL('/sandbox/settings', apiUrl);
  return {
    how: 'sandbox',
    needsYes: false,
    preview: async () => `the sandbox at ${url.host} would get the settings`,
    apply: async () => ({ before: await toSandbox(url, settings) }),
  };
};
