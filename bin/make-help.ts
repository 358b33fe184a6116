import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createParser } from '../cli/main.ts';
import { verbNames } from '../cli/verbs/all.ts';
import { exitCodesPage } from '../errors/exit-codes.ts';

// `npm run help`: writes the texts that bin/headroom.js prints without starting the parser, and docs/exit-codes.md.
// A test holds that they are what the parser prints.
const here = import.meta.dirname;
mkdirSync(join(here, 'help'), { recursive: true });
writeFileSync(join(here, 'help.txt'), `${await createParser([]).getHelp()}\n`);
for (const verb of verbNames)
  writeFileSync(join(here, 'help', `${verb}.txt`), `${await createParser([verb]).getHelp()}\n`);
writeFileSync(join(here, 'help/exit-codes.txt'), exitCodesPage());
writeFileSync(join(here, '../docs/exit-codes.md'), exitCodesPage());
