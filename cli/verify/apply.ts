import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { writeJson } from '../../runs/folder.ts';
import type { PlannedSettings } from '../../runs/schema/recommendation.ts';
import { type Applied, appliedSchema } from '../../runs/schema/verification.ts';

const run = promisify(execFile);

type Way = { readonly how: Applied['how']; readonly apply: () => Promise<unknown> };

/** The sandbox takes settings over its management API; its answer to GET is what was there before. */
const toSandbox = async (
  apiUrl: string,
  { policy, queueWaitMs, requestTimeoutMs }: PlannedSettings,
): Promise<unknown> => {
  const url = new URL('/sandbox/settings', apiUrl);
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

/** The user's own command, with the path of recommendation.json as its last argument. */
const byCommand = async ([file = '', ...args]: readonly string[], path: string): Promise<unknown> => {
  try {
    await run(file, [...args, path]);
    return null;
  } catch (cause) {
    throw new HeadroomError('E_VERIFY', {
      what: `apply.command failed: ${messageOf(cause)}`,
      where: [file, ...args].join(' '),
      fix: 'correct the command, or apply the settings by hand and say --applied',
      cause,
    });
  }
};

/** Which settings are applied, and what the user has agreed to. */
export type ApplyOptions = {
  /** The run folder that holds recommendation.json. */
  readonly folder: string;
  readonly settings: PlannedSettings;
  /** The user has applied the settings already. */
  readonly isApplied: boolean;
  /** The user has agreed that the command may change the cluster. */
  readonly isAllowed: boolean;
};

const wayOf = ({ apply }: ResolvedConfig, { folder, settings, isApplied, isAllowed }: ApplyOptions): Way => {
  if (isApplied) return { how: 'byHand', apply: async () => null };
  if (apply === undefined) {
    throw new HeadroomError('E_USAGE', {
      what: 'the config does not say how settings are applied',
      where: 'apply',
      fix: `apply the files in ${join(folder, 'settings')} by hand and say --applied, or set apply.command`,
    });
  }
  if ('sandbox' in apply) return { how: 'sandbox', apply: () => toSandbox(apply.sandbox, settings) };
  if (!isAllowed && !apply.auto) {
    throw new HeadroomError('E_SAFETY', {
      what: 'apply.command may change a cluster, and nobody has agreed to that',
      where: apply.command.join(' '),
      fix: 'say --yes, or set apply.auto in the config',
    });
  }
  return { how: 'command', apply: () => byCommand(apply.command, join(folder, 'recommendation.json')) };
};

/**
 * Puts the advised settings into effect and writes applied.json.
 *
 * @throws HeadroomError E_USAGE, E_SAFETY before anything is changed; E_VERIFY when it fails
 */
export const applySettings = async (config: ResolvedConfig, options: ApplyOptions): Promise<void> => {
  const { how, apply } = wayOf(config, options);
  const before = await apply();
  const { settings, folder } = options;
  await writeJson(folder, 'applied.json', appliedSchema, {
    schemaVersion: 1,
    how,
    atMs: Date.now(),
    before,
    settings,
  });
};
