import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { utf8Text } from '../../errors/encoding.ts';
import { type ErrorDetails, HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { valueAt } from '../../runs/schema/faults/show.ts';
import { readOpenSlo } from './read-openslo.ts';

type WithSlo = {
  /** The config with the limits in place of the file's name. */
  readonly input: unknown;
  readonly notes: readonly string[];
  /** Why the file can't be taken; the input is as it was then. */
  readonly faults: readonly ErrorDetails[];
};

const textOf = (path: string, file: string): string => {
  try {
    return utf8Text(readFileSync(path));
  } catch (error) {
    throw new HeadroomError('E_CONFIG', {
      what: `slo: ${basename(path)} can't be read: ${messageOf(error)}`,
      where: `${file} → slo`,
      fix: 'name a file of OpenSLO v1, relative to the config, or write the limits: slo: { p95LatencyMs: 800 }',
      cause: error,
    });
  }
};

/** Reads the file of OpenSLO that `slo` names, if it names one. */
export const withSloFile = (input: unknown, file: string): WithSlo => {
  const named = valueAt(input, ['slo']);
  if (typeof named !== 'string') return { input, notes: [], faults: [] };
  const path = resolve(dirname(file), named);
  try {
    const { slo, notes } = readOpenSlo(textOf(path, file), basename(path));
    return { input: { ...(input as object), slo }, notes, faults: [] };
  } catch (error) {
    if (error instanceof HeadroomError) return { input, notes: [], faults: error.details };
    throw error;
  }
};
