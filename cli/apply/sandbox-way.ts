import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { isSame } from '../../planner/settings/index.ts';
import { wholeSettingsText } from '../../reports/words/settings/settings.ts';
import type { PlannedSettings } from '../../runs/schema/recommendation.ts';
import type { Way } from './way.ts';

const asked = async (url: URL, init?: RequestInit): Promise<Response> => {
  try {
    return await fetch(url, init);
  } catch (cause) {
    throw notTaken(url, messageOf(cause), cause);
  }
};

const notTaken = (url: URL, why: string, cause?: unknown): HeadroomError =>
  new HeadroomError('E_VERIFY', {
    what: `the sandbox did not take the settings: ${why}`,
    where: url.href,
    fix: 'start it (headroom sandbox), and give its Kubernetes API as apply.sandbox',
    cause,
  });

const settingsNow = async (url: URL): Promise<object> => {
  const response = await asked(url);
  const text = await response.text();
  try {
    if (response.ok) return JSON.parse(text) as object;
  } catch (cause) {
    throw notTaken(url, 'its answer is not JSON', cause);
  }
  throw notTaken(url, text);
};

const changeTo = ({ policy, queueWaitMs, requestTimeoutMs }: PlannedSettings): object => ({
  policy,
  ...(queueWaitMs !== undefined && { queueWaitLimitMs: queueWaitMs }),
  ...(requestTimeoutMs !== undefined && { requestTimeoutMs }),
});

const unchanged =
  'nothing was changed: the sandbox had these settings already; if this advice was not applied before, they were in force when its load was recorded';

/** The sandbox takes settings over its management API; its answer to GET is what was there before. */
export const sandboxWay = (apiUrl: string, settings: PlannedSettings): Way => {
  const url = new URL('/sandbox/settings', apiUrl);
  return {
    how: 'sandbox',
    needsYes: true,
    canBeTakenBack: false,
    preview: async () => `the sandbox at ${url.host} would get ${wholeSettingsText(settings)}`,
    apply: async ({ keep, drop }) => {
      const before = await settingsNow(url);
      await keep({ before });
      const change = changeTo(settings);
      const response = await asked(url, { method: 'PUT', body: JSON.stringify(change) });
      if (response.ok)
        return { before, ...(isSame(before, { ...before, ...change }) && { differences: [unchanged] }) };
      await drop();
      throw notTaken(url, await response.text());
    },
  };
};
