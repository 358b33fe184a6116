import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer, text } from 'node:stream/consumers';
import type { K6Script } from '../../config/bundle/k6-script.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { parseLogfmt } from '../k6/logfmt.ts';
import { secretVariablesOf } from '../plan/secrets.ts';

/** k6 only reads the script and what it imports; an import from the network may take a while. */
const timeLimitMs = 60_000;

/** What is asked of, before any load. */
export type ScriptCheck = {
  /** Path of k6. */
  readonly k6: string;
  /** The bundled script. */
  readonly script: K6Script;
  readonly config: ResolvedConfig;
  /** Takes secret values out of a text. */
  readonly redact: (text: string) => string;
};

type Answer = {
  readonly succeeded: boolean;
  readonly output: Buffer;
  /** The last thing that k6 logged, redacted. */
  readonly reason: string;
};

const lastMessageOf = (log: string): string => {
  const last = log.trim().split('\n').at(-1) ?? '';
  return parseLogfmt(last)['msg'] ?? last;
};

/** Variables that a script may see: as in the run, without the names that hold a key and without any option of k6. */
const environmentFor = ({ endpoints, safety }: ResolvedConfig): NodeJS.ProcessEnv => {
  const keys = secretVariablesOf(endpoints);
  const own = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('K6_') && !name.startsWith('HEADROOM_') && !keys.includes(name),
  );
  return {
    ...Object.fromEntries(own),
    K6_AUTO_EXTENSION_RESOLUTION: 'false',
    HEADROOM_FENCE: safety.allowedHosts.join(','),
  };
};

/** Runs a command of k6 that reads the bundled script and fires nothing, behind the fence. */
export const askK6 = async (
  { k6, script, config, redact }: ScriptCheck,
  command: readonly string[],
): Promise<Answer> => {
  const child = spawn(k6, [...command, '-'], {
    cwd: script.folder,
    env: environmentFor(config),
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: timeLimitMs,
  });
  child.stdin.on('error', () => child.stdin.destroy()); // k6 that ends early says why by its exit
  child.stdin.end(script.text);
  const [output, log] = await Promise.all([buffer(child.stdout), text(child.stderr), once(child, 'close')]);
  return { succeeded: child.exitCode === 0, output, reason: redact(lastMessageOf(log)) };
};
