import type { z } from 'zod';
import type { ErrorDetails } from '../../../errors/headroom-error.ts';
import { nearestOf } from '../../../errors/nearest.ts';
import { type KeysAt, keysIn } from './shape.ts';
import { type Path, showPath, showValue, valueAt } from './show.ts';
import { inUnitOf, meantNumber, sameInAnotherUnit } from './units.ts';
import { wordsOf } from './words.ts';

/** A slip that is known better than the schema can tell it: what it is, and the right word. */
export type Slip = {
  readonly path: Path;
  readonly what: string;
  readonly fix: string;
  /** What the schema finds at or below these paths is part of the slip and not told again. Default: `path`. */
  readonly covers?: readonly Path[];
};

type Checked = { readonly input: unknown; readonly file: string; readonly keysAt: KeysAt };

const told = ({ path, what, fix }: Omit<Slip, 'covers'>, file: string): ErrorDetails => ({
  what,
  where: `${file} → ${showPath(path) || '(top)'}`,
  fix,
});

const startsWith = (path: Path, start: Path): boolean => start.every((part, i) => part === path[i]);

const unknownKey = (path: Path, key: string, { input, keysAt }: Checked): Slip => {
  const known = keysAt(path).filter((name) => name !== key);
  const same = sameInAnotherUnit(key, known);
  const word =
    same === undefined ? nearestOf(key, known) : inUnitOf(same, key, valueAt(input, [...path, key]));
  const list = known.length > 0 ? `known keys: ${known.join(', ')}` : 'leave it out';
  return {
    path: [...path, key],
    what: `unknown key ${JSON.stringify(key)}`,
    fix: word === undefined ? list : `did you mean ${JSON.stringify(word)}?`,
  };
};

/** The choices that a value is none of, where there are any. */
const choicesOf = (issue: z.core.$ZodIssue): string[] => {
  if ('options' in issue && Array.isArray(issue.options)) return issue.options.map(String);
  return 'values' in issue ? issue.values.map(String) : [];
};

const wrongValue = (issue: z.core.$ZodIssue, path: Path, { input }: Checked): Slip => {
  const value = valueAt(input, path);
  const choices = choicesOf(issue);
  const reason = choices.length > 1 ? `expected one of ${choices.join(', ')}` : issue.message;
  const nearest = typeof value === 'string' ? nearestOf(value, choices) : undefined;
  const isOfValue = issue.code !== 'custom' && issue.code !== 'invalid_key';
  const number = isOfValue ? meantNumber(String(path.at(-1)), value) : undefined;
  const meant = nearest === undefined ? number : JSON.stringify(nearest);
  return {
    path,
    what: `${showPath(path) || 'the whole file'} is ${showValue(value, path)}`,
    fix: meant === undefined ? reason : `did you mean ${meant}? (${reason})`,
  };
};

/**
 * The branch of a union that was meant: the one whose type fits and that fails further inside, if there is just one.
 * `{ file: 3 }` means the branch that has `file`, however many others there are.
 */
const branchMeant = (
  { errors }: z.core.$ZodIssueInvalidUnion,
  value: unknown,
): z.core.$ZodIssue[] | undefined => {
  if (value === null || typeof value !== 'object') return undefined;
  const fitting = errors.filter((issues) =>
    issues.every(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
  );
  const sharing = fitting.filter((issues) => {
    const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
    return Object.keys(value).some((key) => !unknown.includes(key));
  });
  return sharing.length === 1 ? sharing[0] : fitting.length === 1 ? fitting[0] : undefined;
};

const slipsOf = (issue: z.core.$ZodIssue, above: Path, checked: Checked): Slip[] => {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key, checked));
  if (issue.code === 'invalid_union') {
    const meant = branchMeant(issue, valueAt(checked.input, path));
    if (meant !== undefined) return meant.flatMap((inner) => slipsOf(inner, path, checked));
  }
  return [wrongValue(issue, path, checked)];
};

/**
 * What is wrong with an input, all at once: one entry for each fault with its path, its value and the fix, in words
 * of our own. Empty for an input that the schema takes and that has no slip.
 *
 * @param file where the input came from, for people
 * @param slips what is known to be wrong beside what the schema finds
 */
export const faultsOf = (
  schema: z.ZodType,
  input: unknown,
  file: string,
  slips: readonly Slip[] = [],
): ErrorDetails[] => {
  const { error } = schema.safeParse(input, { error: wordsOf });
  const covered = slips.flatMap(({ path, covers }) => covers ?? [path]);
  const checked = { input, file, keysAt: keysIn(schema, input) };
  const found = (error?.issues ?? [])
    .flatMap((issue) => slipsOf(issue, [], checked))
    .filter(({ path }) => !covered.some((start) => startsWith(path, start)));
  return [...slips, ...found].map((slip) => told(slip, file));
};
