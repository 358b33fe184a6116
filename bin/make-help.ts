import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createParser } from '../cli/main.ts';
import type { KnownOptions } from '../cli/options/given.ts';
import { partsOf, positionalsOf, verbs } from '../cli/verbs/all.ts';
import { exitCodesPage, exitCodesText } from '../errors/exit-codes.ts';
import { fitLines, usualColumns } from '../reports/text-table.ts';
import { resultJsonSchema } from '../runs/schema/result-page/json-schema.ts';
import { resultPage } from '../runs/schema/result-page/page.ts';
import { type CompletedVerb, completionScripts } from './completion-scripts.ts';

type Parser = ReturnType<typeof createParser>;
type Described = { readonly getOptions: () => KnownOptions };
type Usage = {
  readonly getInternalMethods: () => {
    readonly getUsageInstance: () => { readonly getDescriptions: () => Readonly<Record<string, string>> };
  };
};

const choicesOf = (options: KnownOptions, name: string): string[] =>
  (options.choices[name] ?? []).map(String);

const firstWord = (command: string): string => command.split(' ')[0]!;

/** After its help, the parser knows the options of the verb. */
const completedVerb = (
  name: string,
  { command, describe }: Pick<(typeof verbs)[number], 'command' | 'describe'>,
  parser: Parser,
): CompletedVerb => {
  const options = (parser as unknown as Described).getOptions();
  const texts = (parser as unknown as Usage).getInternalMethods().getUsageInstance().getDescriptions();
  const positionals = positionalsOf(command);
  const names = Object.keys(options.key).filter((one) => one.length > 1 && !positionals.includes(one));
  return {
    name,
    describe,
    options: names.map((one) => ({
      name: one,
      describe: one === 'help' ? 'show help' : (texts[one] ?? ''),
      choices: choicesOf(options, one),
    })),
    choices: [
      ...partsOf(name).map((part) => firstWord(part.command)),
      ...positionals.flatMap((one) => choicesOf(options, one)),
    ],
  };
};

const filesOfVerbs = async (): Promise<[string, string][]> => {
  const files: [string, string][] = [];
  const completed: CompletedVerb[] = [];
  for (const verb of verbs) {
    const name = firstWord(verb.command);
    const parser = createParser([name]);
    files.push([`bin/help/${name}.txt`, `${await parser.getHelp()}\n`]);
    completed.push(completedVerb(name, verb, parser));
    for (const part of partsOf(name)) {
      const words = [name, firstWord(part.command)];
      const ofPart = createParser(words);
      await ofPart.getHelp();
      completed.push(completedVerb(words.join(' '), part, ofPart));
    }
  }
  const scripts = Object.entries(completionScripts).map(([shell, script]): [string, string] => [
    `bin/completion/headroom.${shell}`,
    script(completed),
  ]);
  return [...files, ...scripts];
};

/**
 * What is made of verbs, options and schemas, each text with its file in the package: the help that bin/headroom.js prints
 * without starting the parser, the scripts of `headroom completion`, the page of exit codes, the page and JSON Schema of
 * result.json. `npm run help` writes them. A test holds that they are up to date.
 */
export const helpFiles = async (): Promise<Readonly<Record<string, string>>> => ({
  'bin/help.txt': `${await createParser([]).getHelp()}\n`,
  ...Object.fromEntries(await filesOfVerbs()),
  'bin/help/exit-codes.txt': fitLines(exitCodesText(), usualColumns),
  'docs/exit-codes.md': exitCodesPage(),
  'docs/result.md': resultPage(),
  'docs/result.schema.json': `${JSON.stringify(resultJsonSchema())}\n`,
});

if (import.meta.main) {
  const root = join(import.meta.dirname, '..');
  for (const folder of ['bin/help', 'bin/completion']) mkdirSync(join(root, folder), { recursive: true });
  for (const [file, text] of Object.entries(await helpFiles())) writeFileSync(join(root, file), text);
}
