import { isBuiltin } from 'node:module';
import { basename } from 'node:path';
import type { BuildFailure, Message } from 'esbuild';
import { type ErrorDetails, messageOf } from '../../errors/headroom-error.ts';
import { exactJsonName } from './exact-json.ts';
import { ownPackageFaultOf } from './own-package.ts';
import { encodingFaultOf } from './utf8-only.ts';

/** npm package that a file belongs to; undefined for a file of the user's own. */
export const packageOf = (file: string): string | undefined =>
  /^.*[\\/]?node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file)?.[1]?.replaceAll('\\', '/');

const replacements: Readonly<Record<string, string>> = {
  fs: "k6 reads files by open('./file')",
  crypto: 'k6 has k6/crypto and crypto.subtle',
  http: 'k6 sends by k6/http',
  https: 'k6 sends by k6/http',
  assert: 'k6 has check() in k6',
  timers: 'k6 has sleep() in k6, and setTimeout',
};

/**
 * The package that an import names.
 *
 * @example packageNameOf('@scope/name/deep') // '@scope/name'
 */
const packageNameOf = (specifier: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;

const placeOf = ({ location }: Message): string =>
  location ? `${location.file}:${location.line}:${location.column}` : 'the scenario bundle';

/** Of what could not be found: Node's own modules apart from packages that are not there. */
const missingModule = (message: Message, name: string): ErrorDetails => {
  const where = placeOf(message);
  const bare = name.replace(/^node:/, '');
  const importer = packageOf(message.location?.file ?? '');
  if (name.startsWith('node:') || isBuiltin(bare)) {
    const needs = `Node's module "${bare}", which k6 does not have`;
    return importer === undefined
      ? {
          what: `the script needs ${needs}`,
          where,
          fix: replacements[bare] ?? 'leave it out: k6 is not Node',
        }
      : {
          what: `the package ${importer} needs ${needs}`,
          where,
          fix: `use a package that also runs in browsers in the place of ${importer}, or the function you need by itself`,
        };
  }
  return {
    what: message.text,
    where,
    fix: /^[./]/.test(name)
      ? 'correct the path: it is relative to the file that imports it'
      : `install the package beside the scenario: npm install ${packageNameOf(name)}`,
  };
};

/** Whether the bundler ran, and found errors; else it could not run at all. */
const hasErrors = (failure: unknown): failure is BuildFailure =>
  failure instanceof Error && Array.isArray((failure as Partial<BuildFailure>).errors);

const notRunning = (failure: unknown): ErrorDetails => ({
  what: `esbuild, which reads TypeScript here, does not run: ${messageOf(failure)}`,
  fix: 'install the packages again on this machine (npm ci, or npm install): those of another system hold another program',
  cause: failure,
});

/** Every error of the bundler, in words for the person who wrote the script. */
export const bundleFaultsOf = (failure: unknown): ErrorDetails[] => {
  if (!hasErrors(failure)) return [notRunning(failure)];
  return failure.errors.map((message) => {
    const ownFault = encodingFaultOf(message) ?? ownPackageFaultOf(message);
    if (ownFault !== undefined) return ownFault;
    if (message.pluginName === exactJsonName)
      return {
        what: message.text,
        where: placeOf(message),
        fix: "read the file by open('./file.json') and send its text; or write the number as text, in quotes",
      };
    const name = /^Could not resolve "([^"]+)"/.exec(message.text)?.[1];
    return name === undefined
      ? { what: message.text, where: placeOf(message), fix: 'correct the scenario file' }
      : missingModule(message, name);
  });
};

const configFaultOf = ({ text, location, pluginName }: Message, entry: string): ErrorDetails => ({
  what: `${basename(entry)} can't be read: ${text}`,
  where: location ? `${location.file}:${location.line}:${location.column}` : entry,
  fix:
    pluginName === exactJsonName
      ? 'send the file itself: payload: { file: … }; or write the number as text, in quotes'
      : text.startsWith('Top-level await')
        ? 'take the await out: a config is read at once'
        : location
          ? 'correct this line, or the path that it imports'
          : 'name another file with --config, or let headroom init write one',
});

/** What the bundler found wrong in a config or in a file that it imports. */
export const configFaultsOf = (failure: unknown, entry: string): ErrorDetails[] => {
  if (!hasErrors(failure)) return [notRunning(failure)];
  return failure.errors.map(
    (message) => encodingFaultOf(message) ?? ownPackageFaultOf(message) ?? configFaultOf(message, entry),
  );
};
