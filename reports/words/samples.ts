import type { AnswerSample, Result } from '../../runs/schema/result.ts';
import { byOutcome, outcomeLabel } from './outcomes.ts';

/** Characters of a body that one line shows; the report has all that was kept. */
const bodyCharactersMax = 120;

/** Headers that every answer has: they tell nothing of a failure. */
const everyday = new Set(['content-type', 'content-length', 'date', 'connection']);

/** A text of a stranger's server with control characters, and those that turn its direction, made visible. */
export const escapeControls = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0)!.toString(16);
    return character === '\n' ? '\\n' : `\\u{${code}}`;
  });

const cut = (text: string): string =>
  text.length <= bodyCharactersMax ? text : `${text.slice(0, bodyCharactersMax)}…`;

/** @example sampleText(sample) // '503: server azureml-fe, "no replica"' */
export const sampleText = (
  { endpoint, outcome, headers, body, error }: AnswerSample,
  cutBody = cut,
): string => {
  const telling = Object.entries(headers).filter(([name]) => !everyday.has(name));
  const parts = [
    ...telling.map(([name, value]) => `${name} ${escapeControls(value)}`),
    ...(body === null || body === '' ? [] : [`"${escapeControls(cutBody(body))}"`]),
    ...(error === null ? [] : [escapeControls(cutBody(error))]),
  ];
  const whose = endpoint === null ? '' : `${endpoint}, `;
  return `${whose}${outcomeLabel(outcome)}: ${parts.join(', ') || 'nothing else is known of it'}`;
};

/** A line for each failing outcome of each endpoint: its first answer. */
export const sampleLines = ({ samples }: Result): string[] =>
  [...Map.groupBy(samples, ({ endpoint, outcome }) => `${outcome} ${endpoint ?? ''}`).values()]
    .map(([first]) => first!)
    .sort((a, b) => byOutcome(a.outcome, b.outcome))
    .map((first) => sampleText(first));
