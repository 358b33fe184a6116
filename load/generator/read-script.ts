import { basename } from 'node:path';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { askK6, type ScriptCheck } from './ask-k6.ts';
import { scriptFaultIn } from './script-fault.ts';

/** A scenario of a script's own options, as far as it says what to run. */
type OwnScenario = { readonly exec?: string; readonly env?: Readonly<Record<string, string>> };

/** What a script holds, as k6 tells after reading it. */
export type ScriptFacts = {
  /** Functions that an arrival may run. */
  readonly functions: readonly string[];
  /** By name. */
  readonly scenarios: Readonly<Record<string, OwnScenario>>;
  /** Names of its options that do not hold in this run. */
  readonly replaced: readonly string[];
};

const fixOf = (message: string): string => {
  if (/needs the global/.test(message))
    return 'use a package that needs no more than the language itself, or only the function that you need';
  if (/mixing ECMAScript Modules/.test(message))
    return 'keep to import and export in this file, or to require and exports; where package.json says "type": "module", call a CommonJS helper .cjs';
  if (/only supported schemes for imports/.test(message))
    return 'import it by https, or save a copy beside the script and import that';
  return /no such file or directory/.test(message)
    ? 'put the file there, or correct the path: it is relative to the file that opens it'
    : 'correct the script';
};

/** What k6 says of a script that it can't read, with the user's own line. */
export const unreadable = (reason: string, { config }: ScriptCheck): HeadroomError => {
  const file = config.script ?? config.file;
  const { message, place } = scriptFaultIn(reason);
  return new HeadroomError('E_SCENARIO', {
    what: `k6 can't load ${basename(file)}: ${message}`,
    where: place ?? file,
    fix: fixOf(message),
  });
};

/**
 * Lets k6 read a script, its init code included, and tells what the script holds. Nothing is sent.
 *
 * @throws HeadroomError E_SCENARIO when it throws while it is loaded
 */
export const readScript = async (check: ScriptCheck): Promise<ScriptFacts> => {
  const answer = await askK6(check, ['inspect', '--secret-source=headroom']);
  if (!answer.succeeded) throw unreadable(answer.reason, check);
  const { ext } = JSON.parse(answer.output.toString()) as {
    readonly ext: { readonly headroom: ScriptFacts };
  };
  return ext.headroom;
};
