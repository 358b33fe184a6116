import { runsScript } from '../../config/endpoints.ts';
import type { LoadMix } from '../../runs/schema/load-plan.ts';
import type { ScriptCheck } from './ask-k6.ts';
import { checkImports } from './check-imports.ts';
import { chooseFunctions } from './choose-functions.ts';
import { refuseKeysInEnvironment } from './key-variables.ts';
import { readScript } from './read-script.ts';
import { scriptNotes, unmeasuredAmong } from './script-notes.ts';

/** What is known of a script before the load. */
export type Examined = {
  /** What the script exports that an arrival may run; empty where there is no script. */
  readonly functions: readonly string[];
  /** Functions that arrivals run; empty for the default one. */
  readonly mix: LoadMix;
  /** To be said before the load. */
  readonly notes: readonly string[];
  /** Modules whose work is not counted. */
  readonly unmeasured: readonly string[];
};

/**
 * Looks at what k6 is to run, before any load: its imports, what it throws while it is loaded, and which of its
 * functions the arrivals run. The built-in request has nothing to be looked at.
 *
 * @throws HeadroomError E_SCENARIO or E_SAFETY
 */
export const examineScript = async (check: ScriptCheck): Promise<Examined> => {
  const { script, load } = check.config;
  const nothing = { functions: [], mix: [], notes: [], unmeasured: [] };
  if (!runsScript(check.config)) return nothing;
  refuseKeysInEnvironment(check.config, check.script.text);
  const imports = await checkImports(check);
  const facts = await readScript(check);
  if (script === undefined) return nothing;
  const mix = chooseFunctions({ script, facts, mix: load.mix });
  const unmeasured = unmeasuredAmong(imports, check.script.text);
  const notes = scriptNotes({ script, facts, mix });
  return { functions: facts.functions, mix, notes, unmeasured };
};
