import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { parseLogfmt } from '../k6/logfmt.ts';
import { importsFrom, unfencedAmong } from '../k6/unfenced-modules.ts';

/** k6 only reads the script and what it imports; an import from the network may take a while. */
const timeLimitMs = 60_000;

type ImportCheck = {
  /** Path of k6. */
  readonly k6: string;
  /** The bundled script. */
  readonly script: string;
  readonly config: ResolvedConfig;
  /** Takes secret values out of a text. */
  readonly redact: (text: string) => string;
};

/** The last thing that k6 logged. */
const reasonIn = (log: string): string => {
  const last = log.trim().split('\n').at(-1) ?? '';
  return parseLogfmt(last)['msg'] ?? last;
};

const dependenciesOf = async ({ k6, script, config, redact }: ImportCheck): Promise<string> => {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('K6_'));
  const child = spawn(k6, ['deps', '--json', '-'], {
    env: {
      ...Object.fromEntries(own),
      K6_AUTO_EXTENSION_RESOLUTION: 'false',
      HEADROOM_FENCE: config.safety.allowedHosts.join(','),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: timeLimitMs,
  });
  child.stdin.on('error', () => child.stdin.destroy()); // k6 that ends early says why by its exit
  child.stdin.end(script);
  const [output, log] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (child.exitCode === 0) return output;
  throw new HeadroomError('E_SCENARIO', {
    what: `k6 can't load the script: ${redact(reasonIn(log))}`,
    where: config.script ?? config.file,
    fix: 'correct the import; a host that a script imports from must be in safety.allowedHosts',
  });
};

/**
 * Refuses a script that imports what the fence can't hold: the browser, and extensions that may dial by themselves.
 * Nothing of the script runs for that. The built-in request imports nothing and is not looked at.
 *
 * @throws HeadroomError E_SCENARIO for an import that can't be loaded, E_SAFETY for one that can't be fenced
 */
export const checkImports = async (check: ImportCheck): Promise<void> => {
  const { script, target, safety, file } = check.config;
  if (script === undefined && typeof target.payload !== 'function') return;
  const unfenced = unfencedAmong(importsFrom(await dependenciesOf(check)), safety.allowUnfenced ?? []);
  if (unfenced.length === 0) return;
  throw new HeadroomError(
    'E_SAFETY',
    unfenced.map((name) => ({
      what: `${name} opens connections of its own: the fence can't hold them`,
      where: script ?? file,
      fix: `leave it out; or, if you know where it connects, name it in safety.allowUnfenced: ['${name}']`,
    })),
  );
};
