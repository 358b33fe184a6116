import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Texts of the help that are no verb. */
const others: readonly string[] = ['exit-codes'];

/**
 * docs/reference/verbs.md: the help of every verb, from the files that the tool prints (bin/make-help.ts).
 *
 * @param root folder of the checkout
 */
export const verbsPage = (root: string): string => {
  const folder = join(root, 'bin/help');
  const names = readdirSync(folder)
    .map((file) => file.replace(/\.txt$/, ''))
    .filter((name) => !others.includes(name))
    .sort();
  const sections = names.map((name) => {
    const text = readFileSync(join(folder, `${name}.txt`), 'utf8').trimEnd();
    return [`## ${name}`, '', '```text', text, '```', ''].join('\n');
  });
  return [
    '# Verbs and options',
    '',
    'Made from the help of each verb by `npm run help`; a test holds that it is current. [Exit codes](../exit-codes.md) are the same',
    'for all of them.',
    '',
    ...sections,
  ].join('\n');
};
