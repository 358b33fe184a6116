import type { z } from 'zod';

type RawIssue = z.core.$ZodRawIssue;

/** What zod calls its types, in words. */
const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object: { … }',
  record: 'an object: { … }',
  array: 'a list: [ … ]',
  tuple: 'a list: [ … ]',
  null: 'null',
  undefined: 'nothing',
};

const things = (count: number | bigint, of: string): string => `${count} ${of}${count === 1 ? '' : 's'}`;

/** A limit in words, by what it limits. */
const limitWords = (origin: string, limit: number | bigint, side: 'least' | 'most'): string => {
  if (origin === 'string' && side === 'least' && limit === 1) return 'expected text that is not empty';
  if (origin === 'string') return `expected at ${side} ${things(limit, 'character')}`;
  if (['array', 'set', 'map', 'object'].includes(origin))
    return `expected at ${side} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return `expected at ${side} ${limit}`;
};

/** Zod's own findings in words for people, where the schema has none of its own: given to zod when it parses. */
export const wordsOf = (issue: RawIssue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${typeWords[issue.expected] ?? 'another type'}`;
    case 'too_small':
      return issue.inclusive === false
        ? `expected above ${issue.minimum}`
        : limitWords(issue.origin, Number(issue.minimum), 'least');
    case 'too_big':
      return issue.inclusive === false
        ? `expected below ${issue.maximum}`
        : limitWords(issue.origin, Number(issue.maximum), 'most');
    case 'invalid_value':
      return issue.values.length === 1
        ? `expected ${JSON.stringify(issue.values[0])}`
        : `expected one of ${issue.values.join(', ')}`;
    case 'invalid_format':
      return issue.format === 'url' ? 'expected a URL' : 'has not the form that is expected here';
    case 'not_multiple_of':
      return `expected a multiple of ${issue.divisor}`;
    case 'invalid_key':
      return `the name is not valid: ${issue.issues[0]?.message ?? 'another one is expected'}`;
    case 'invalid_union':
      return 'has none of the forms that are known here';
    default:
      return 'is not valid here';
  }
};
