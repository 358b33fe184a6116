/** `npm run help` and `npm run docs`: the pages of docs/reference, made from schema and help. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configPage } from './config-page.ts';
import { verbsPage } from './verbs-page.ts';

const root = join(import.meta.dirname, '../..');
writeFileSync(join(root, 'docs/reference/config.md'), configPage());
writeFileSync(join(root, 'docs/reference/verbs.md'), verbsPage(root));
