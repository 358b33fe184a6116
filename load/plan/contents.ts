import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { K6Script } from '../../config/bundle/k6-script.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import type { Run } from '../../runs/schema/run.ts';
import type { Payloads } from './payloads.ts';

const markOf = (parts: readonly (string | Buffer)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(createHash('sha256').update(part).digest());
  return hash.digest('hex');
};

/**
 * A mark of each content that a load is made of, so that an edit between two runs is seen: the script with all that it imports, or
 * the bodies of each endpoint. What a script opens, and what a payload function calls, is not in it.
 *
 * @param payloads of each endpoint
 * @example contentsOf(config, script, payloads) // { script: 'a3f1…', payloads: [] }
 */
export const contentsOf = async (
  config: Pick<ResolvedConfig, 'script' | 'endpoints'>,
  { userFiles }: Pick<K6Script, 'userFiles'>,
  payloads: readonly Payloads[],
): Promise<NonNullable<Run['contents']>> => {
  if (config.script !== undefined)
    return { script: markOf(await Promise.all(userFiles.map((file) => readFile(file)))), payloads: [] };
  return {
    script: null,
    // The first body of a payload function may be drawn anew each time: its text is not.
    payloads: config.endpoints.map(({ payload }, i) =>
      markOf(typeof payload === 'function' ? [String(payload)] : payloads[i]!.bodies),
    ),
  };
};
