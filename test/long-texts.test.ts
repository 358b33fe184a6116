import { describe, expect, it } from 'vitest';
import { durationsIn } from '../config/openslo/durations.ts';
import { isScaled, mayHaveSameMetric, plainOf, quotientIn } from '../config/openslo/query.ts';
import { countsByStatus } from '../config/openslo/status.ts';
import { queriesIn } from '../config/openslo/texts.ts';
import { isDurationName, meaningOfColumn, timeMeaningOf } from '../config/trace/columns/column-names.ts';
import { filtersIn } from '../config/trace/columns/query-filters.ts';
import { queryMeaningOf } from '../config/trace/columns/query-names.ts';
import { readTable } from '../config/trace/tables/read-table.ts';
import { HeadroomError } from '../errors/headroom-error.ts';
import { withoutSecretShapes } from '../errors/redact/shapes.ts';
import { withoutUrlKeys } from '../errors/redact/urls.ts';
import { withoutValues } from '../errors/redact/values.ts';
import { scriptFaultIn } from '../load/generator/script-fault.ts';
import { parseLogfmt } from '../load/k6/logfmt.ts';
import { mergedThresholds } from '../load/runners/thresholds.ts';
import { readLog } from '../planner/logs/read-log.ts';
import { schedulerWords } from '../planner/measure/scheduler-words.ts';
import { sdkArguments } from '../planner/settings/dialects/azureml-v1/sdk-arguments.ts';
import { quantity } from '../planner/settings/units.ts';
import { withoutCommands } from '../reports/ci/without-commands.ts';
import { meantNumber } from '../runs/schema/faults/units.ts';
import { matchesLabels } from '../runs/schema/label-selector.ts';

/** A pattern that begins again inside what it has just read takes minutes for so many, one that does not a moment. */
const characters = 200_000;

/** What comes again and again: single signs, and the words that patterns look for. */
const signs = ['a', 'A', '1', ' ', '\n', '.', ',', '-', '=', ':', '/', '"', '\\"', '(', '{'];
const pairs = [
  'a.',
  'a-',
  'a:',
  '[(',
  'by{',
  'ms ',
  'sum(',
  '://a:',
  '://:',
  'token="\\',
  'pwd=\\"',
  '\\u0061',
];
const words = ['sk-', 'eyJ-', '--token ', 'password=', 'model ', 'User script at ', '0/1 Insufficient '];
const pieces = [...signs, ...pairs, ...words];

const longOf = (piece: string): string => piece.repeat(Math.ceil(characters / piece.length));

const columns = (name: string): unknown => [
  meaningOfColumn({ header: ['time', name], format: 'table' }, 1),
  timeMeaningOf(name),
  isDurationName(name),
  queryMeaningOf(name),
  filtersIn(`{${name}}`),
];

const openSlo = (query: string): unknown => [
  durationsIn(query),
  countsByStatus(query),
  plainOf(`or ${query}`),
  isScaled(query),
  mayHaveSameMetric([query], [`{"${query}"}`]),
  quotientIn(query),
  queriesIn([query]),
];

const messages = (text: string): unknown => [
  schedulerWords(text),
  parseLogfmt(text),
  scriptFaultIn(text),
  mergedThresholds([[{ metric: 'a', expression: text, ok: true }]]),
  matchesLabels(text, {}),
  matchesLabels(`a${text}!`, {}),
  meantNumber('holdSeconds', `1${text}!`),
  quantity.read(`${text}!`),
  withoutCommands(text),
];

/** Each takes texts that somebody else wrote. */
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  columns,
  openSlo,
  messages,
  readLog,
  settings: (text) => sdkArguments.isIt(`num_replicas=${text}`),
};

const understoodOrRefused = (read: (text: string) => unknown, text: string): void => {
  try {
    read(text);
  } catch (error) {
    if (!(error instanceof HeadroomError)) throw error;
  }
};

describe('a long text of whatever repeated piece', () => {
  it.each(Object.keys(readers))('is read or refused by %s', (name) => {
    for (const piece of pieces) understoodOrRefused(readers[name]!, longOf(piece));
  });

  it('is read or refused as a trace', () => {
    for (const piece of ['{', '(', '"', '\n'])
      understoodOrRefused((text) => readTable(text, 'a.csv'), longOf(piece));
  });

  it('keeps no redactor from the secret behind it', () => {
    for (const piece of pieces)
      for (const redact of [withoutSecretShapes, withoutValues(['c4nary-value'])])
        expect(redact(`${longOf(piece)}\npassword=c4nary-value`).endsWith('[redacted]')).toBe(true);
    for (const piece of pieces) expect(withoutUrlKeys(`//c4nary@${longOf(piece)}`)).not.toContain('c4nary');
  });
});
