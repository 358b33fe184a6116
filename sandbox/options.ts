import { HeadroomError } from '../errors/headroom-error.ts';
import { faultsOf } from '../runs/schema/faults/faults.ts';
import {
  type ResolvedSandboxOptions,
  type SandboxSettingsChange,
  sandboxOptionsSchema,
  sandboxSettingsChangeSchema,
} from '../runs/schema/sandbox.ts';

/**
 * Checks the options and fills in the defaults.
 *
 * @throws HeadroomError E_CONFIG with every fault at once
 */
export const resolveOptions = (input: unknown): ResolvedSandboxOptions => {
  const parsed = sandboxOptionsSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new HeadroomError('E_CONFIG', faultsOf(sandboxOptionsSchema, input, 'sandbox options'));
};

/**
 * Checks a change of settings; what it does not name stays as it is. A policy is always given whole.
 *
 * @throws HeadroomError E_CONFIG with every fault at once
 */
export const resolveChange = (input: unknown): SandboxSettingsChange => {
  const parsed = sandboxSettingsChangeSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new HeadroomError('E_CONFIG', faultsOf(sandboxSettingsChangeSchema, input, 'sandbox settings'));
};
