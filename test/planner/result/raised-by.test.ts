import { expect, it } from 'vitest';
import { raisedBy } from '../../../planner/result/raised-by.ts';
import type { Fact } from '../../../runs/schema/result/findings.ts';

const fact = (code: 'answers' | 'headers', quotes: readonly string[]): Fact =>
  ({ code, quotes: [...quotes], numbers: {} }) as Fact;

const of = (answers: readonly string[], headers: readonly string[] = []) =>
  raisedBy({ evidence: [fact('answers', answers), fact('headers', headers)] });

it.each([
  {
    name: 'the header of the inference server',
    raised: of(['boom'], ['x-ms-run-function-failed: True']),
    expected: { by: 'inferenceServer', quote: 'boom' },
  },
  {
    name: 'the header of the container, whatever the text names',
    raised: of(['KeyError'], ['ms-azureml-model-error-reason: model_error']),
    expected: { by: 'container', quote: 'ms-azureml-model-error-reason: model_error' },
  },
  {
    name: 'the first text that names an exception',
    raised: of(['sorry', 'Traceback (most recent call last)']),
    expected: { by: 'text', quote: 'Traceback (most recent call last)' },
  },
  { name: 'the status alone', raised: of(['sorry']), expected: { by: 'status', quote: 'sorry' } },
  { name: 'nothing that can be quoted', raised: of([]), expected: { by: 'status', quote: undefined } },
])('an exception is told by the surest sign: $name', ({ raised, expected }) => {
  expect(raised).toEqual(expected);
});
