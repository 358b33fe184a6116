import { editDistance, nearestOf } from '../../errors/nearest.ts';
import type { Slip } from '../../runs/schema/faults/faults.ts';
import { type Path, showPath, valueAt } from '../../runs/schema/faults/show.ts';
import { commandPlaceholders, commandVariables } from '../command-words.ts';

const path = ['apply', 'command'];

const isPlaceholder = (word: string): boolean => commandPlaceholders.some((known) => known === word);

/**
 * A word between braces. Of the signs before a brace, `$` is a shell's; after others the brace is part of another form, such as
 * `%{http_code}`, `HEAD@{upstream}`, `\p{Letter}`, or Perl's `$ENV{NAME}` and `$env->{NAME}`.
 */
const braced = /(?<![@%^#\\{]|\\[a-zA-Z]|[$@]\w+|->)(\$?)\{(\{?)(\s*)([A-Za-z][\w.-]*)(\s*)\}\}?/g;

/** Before braces that may be a list of one, as `args={verbose}` is one of Helm's. */
const beforeList = /[\w\]]=$/;

const ofShells = /(?:^|[/\\])(?:sh|ash|bash|dash|zsh|ksh|fish|pwsh|powershell|cmd|envsubst)(?:\.exe)?$/i;

/** A word without what writers of names choose: case, `_`, `-`, and what stands before all variables. */
const bare = (word: string): string =>
  word
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/^headroom/, '');

/** What is known by a word like this: a placeholder, else a variable. */
const meantBy = (word: string): string | undefined => {
  const known = new Map([
    ...commandVariables.map((name) => [bare(name), `HEADROOM_${name}`] as const),
    ...commandPlaceholders.map((name) => [name, `{${name}}`] as const),
  ]);
  const nearest = nearestOf(bare(word), [...known.keys()]);
  return nearest === undefined ? undefined : known.get(nearest);
};

const listed = `known are ${commandPlaceholders.map((name) => `{${name}}`).join(' and ')}`;

const fixFor = (word: string): string => {
  const meant = meantBy(word);
  if (meant === undefined)
    return `${listed}; braces that the program itself reads take blanks inside: { ${word} }`;
  return meant.startsWith('{')
    ? `did you mean ${meant}? (${listed})`
    : `the command finds this in its environment, as ${meant}; ${listed}`;
};

/** What the tool gives, as it is looked for in a word. */
const given = [...commandPlaceholders, ...commandVariables].map(bare);

/** Whether braces in a form that is not the tool's are hardly the program's own. */
const isMeant = (word: string): boolean => given.includes(bare(word));

/** The same with a slip of two characters, or with more words, as in `settingsFile`; short names are met by chance. */
const isNearlyMeant = (word: string): boolean =>
  isMeant(word) ||
  commandPlaceholders.some((known) => bare(word).includes(known)) ||
  given.some((known) => known.length > 4 && editDistance(bare(word), known) <= 2);

type Braces = {
  readonly word: string;
  readonly dollar: string;
  /** The second brace, where there are two. */
  readonly second: string;
  readonly hasBlank: boolean;
  /** The text that stands before them. */
  readonly before: string;
  /** Whether a shell reads them: its script holds those of awk, sed and jq, and lists of its own. */
  readonly isShell: boolean;
};

/** Whether what stands between braces is hardly what the program itself reads. */
const isSlip = ({ word, dollar, second, hasBlank, before, isShell }: Braces): boolean => {
  // `${minReplicas}` may be a variable of a shell's script; `${settings}` can't, as {settings} is filled in there too.
  if (dollar) return isPlaceholder(word) && !second && !hasBlank;
  if (second) return isMeant(word);
  return !hasBlank && (isNearlyMeant(word) || !(isShell || beforeList.test(before)));
};

type Place = { readonly at: Path; readonly isProgram: boolean; readonly isShell: boolean };

const unfilled = (text: string, { at, isProgram, isShell }: Place): Slip[] =>
  [...text.matchAll(braced)].flatMap((match): Slip[] => {
    const [whole, dollar = '', second = '', left, word = '', right] = match;
    const hasBlank = Boolean(left || right);
    const isPlain = !dollar && !second && !hasBlank;
    if (isPlain && isPlaceholder(word) && !isProgram) return [];
    if (!isSlip({ word, dollar, second, hasBlank, before: text.slice(0, match.index), isShell })) return [];
    const what = `${showPath(at)} holds ${whole}, which nothing fills in`;
    if (isProgram && isPlain && isPlaceholder(word))
      return [
        { path: at, what: `${what}: it is the program`, fix: 'name a program first, then its arguments' },
      ];
    if (dollar)
      return [
        {
          path: at,
          what: `${showPath(at)} holds ${whole}`,
          fix: `write {${word}}, or "$HEADROOM_${word.toUpperCase()}" in a shell's script`,
        },
      ];
    return [{ path: at, what, fix: fixFor(word) }];
  });

const wrongVariables = (text: string, at: Path, isShell: boolean): Slip[] =>
  [...text.matchAll(/\$(ENV\{\s*|\{)?HEADROOM_(\w*)/g)].flatMap(([, opened = '', name = '']): Slip[] => {
    const isPerl = opened.startsWith('ENV');
    const whole = `${isPerl ? '' : '$'}HEADROOM_${name}`;
    const isKnown = commandVariables.some((known) => known === name);
    if (!isKnown) {
      const meant = nearestOf(name, commandVariables);
      const list = `known are ${commandVariables.map((known) => `HEADROOM_${known}`).join(', ')}`;
      if (meant === undefined) return [];
      return [
        {
          path: at,
          what: `${showPath(at)} holds ${whole}, which the command does not get`,
          fix: `did you mean HEADROOM_${meant}? (${list})`,
        },
      ];
    }
    if (isShell || isPerl) return [];
    return [
      {
        path: at,
        what: `${showPath(at)} holds ${whole}, and no shell reads the arguments`,
        fix: `${meantBy(name)!.startsWith('{') ? `write ${meantBy(name)}, or l` : 'l'}et a shell read it: ['sh', '-c', '…']`,
      },
    ];
  });

/**
 * What looks like a placeholder or a variable in `apply.command` and is none: the command would get it as it stands.
 *
 * @param input the config as it was written
 */
export const commandSlips = (input: unknown): Slip[] => {
  const command = valueAt(input, path);
  if (!Array.isArray(command)) return [];
  const texts = Array.from(command, (text: unknown) => (typeof text === 'string' ? text : ''));
  const isShell = texts.some((text) => ofShells.test(text));
  return texts.flatMap((text, i) => {
    const at = [...path, i];
    return [...unfilled(text, { at, isProgram: i === 0, isShell }), ...wrongVariables(text, at, isShell)];
  });
};
