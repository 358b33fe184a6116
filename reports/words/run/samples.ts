import { escapeControls } from '../../../errors/escape-controls.ts';
import type { AnswerSample, Result } from '../../../runs/schema/result.ts';
import { byOutcome, outcomeLabel } from './outcomes.ts';

/** Characters of a body that one line shows; the report has all that was kept. */
const bodyCharactersMax = 120;

/** Headers that every answer has: they tell nothing of a failure. */
const everyday = new Set(['content-type', 'content-length', 'date', 'connection']);

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

/** Answers of one outcome that said the same, in whichever phases. */
const sameAnswers = (samples: readonly AnswerSample[]): AnswerSample[][] => [
  ...Map.groupBy(
    samples,
    ({ endpoint, outcome, body, error }) => `${outcome} ${endpoint ?? ''} ${body} ${error}`,
  ).values(),
];

/** Lines of one outcome of one endpoint, at most: the report has the others. */
const linesMax = 3;

/** What failing answers said: a line for each text of an outcome, with the phases that it came in. */
export const sampleLines = ({ samples, phases }: Result): string[] =>
  [...Map.groupBy(sameAnswers(samples), ([first]) => `${first!.outcome} ${first!.endpoint ?? ''}`).values()]
    .flatMap((own) => own.slice(0, linesMax))
    .sort(([a], [b]) => byOutcome(a!.outcome, b!.outcome))
    .map((own) => {
      const seenIn = [...new Set(own.map(({ phase }) => phase))].filter((name) =>
        phases.some((phase) => phase.name === name),
      );
      const where = seenIn.length === 0 || phases.length < 2 ? '' : ` (${seenIn.join(', ')})`;
      return `${sampleText(own[0]!)}${where}`;
    });
