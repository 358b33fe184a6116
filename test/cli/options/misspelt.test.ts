import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { verbNames } from '../../../cli/verbs/all.ts';
import { nearestOf } from '../../../errors/nearest.ts';

const helpOf = (verb: string): string =>
  readFileSync(join(import.meta.dirname, `../../../bin/help/${verb}.txt`), 'utf8');

const optionsOf = (verb: string): string[] => [
  ...new Set([...helpOf(verb).matchAll(/--([a-z][a-z-]*)/g)].map(([, name]) => name!)),
];

/** The word with two neighbours exchanged at each place where that changes it. */
const exchangesOf = (word: string): string[] =>
  [...word].flatMap((letter, i) => {
    const next = word[i + 1];
    return next === undefined || next === letter
      ? []
      : [`${word.slice(0, i)}${next}${letter}${word.slice(i + 2)}`];
  });

it.each(verbNames)('an option of %s is found from any exchange of two of its letters', (verb) => {
  const options = optionsOf(verb);
  const taken = options.flatMap((option) =>
    exchangesOf(option).map((typo) => [typo, nearestOf(typo, options), option]),
  );
  expect(taken.filter(([, found, meant]) => found !== meant)).toEqual([]);
});
