import { HeadroomError } from '../../errors/headroom-error.ts';
import { importsFrom, unfencedAmong } from '../k6/unfenced-modules.ts';
import { askK6, type ScriptCheck } from './ask-k6.ts';
import { missingModule } from './missing-module.ts';
import { unreadable } from './read-script.ts';
import { remoteImportFault } from './remote-import.ts';

/** Names in k6's list of modules that it does not have. */
const unknownIn = (reason: string): string[] => {
  const [, list = ''] = /unknown modules \[([^\]]*)\]/.exec(reason) ?? [];
  return [...list.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name);
};

const dependenciesOf = async (check: ScriptCheck): Promise<string> => {
  const answer = await askK6(check, ['deps', '--json']);
  if (answer.succeeded) return answer.output.toString();
  const { script, file, k6 } = check.config;
  const missing = unknownIn(answer.reason).map((name) => ({
    ...missingModule(name, k6.extensions),
    where: script ?? file,
  }));
  if (missing.length > 0) throw new HeadroomError('E_SCENARIO', missing);
  const remote = remoteImportFault(answer.reason, check);
  if (remote !== undefined) throw new HeadroomError('E_SCENARIO', remote);
  throw unreadable(answer.reason, check);
};

/**
 * Refuses a script that imports what this k6 does not have, or what the fence can't hold: the browser, and extensions
 * that may dial by themselves. Nothing of the script runs for that.
 *
 * @returns the names of all modules that the script and its imports import
 * @throws HeadroomError E_SCENARIO for an import that can't be loaded, E_SAFETY for one that can't be fenced
 */
export const checkImports = async (check: ScriptCheck): Promise<readonly string[]> => {
  const { script, safety, file } = check.config;
  const imports = importsFrom(await dependenciesOf(check));
  const where = script ?? file;
  const unfenced = unfencedAmong(imports, safety.allowUnfenced ?? []);
  if (unfenced.length === 0) return imports;
  throw new HeadroomError(
    'E_SAFETY',
    unfenced.map((name) => ({
      what: `${name} opens connections of its own: the fence can't hold them`,
      where,
      fix: `leave it out; or, if you know where it connects, name it in safety.allowUnfenced: ['${name}']`,
    })),
  );
};
