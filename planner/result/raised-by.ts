import type { Finding } from '../../runs/schema/result/findings.ts';

/** The inference server of Azure ML says so that run() itself failed; any other server's text may mean another place. */
const ofInferenceServer = /^x-ms-run-function-failed|azmlinfsrv/i;
const ofContainer = 'ms-azureml-model-error';
const namesException = /Error\b(?<=[A-Z]\w*Error)|[Ee]xception|Traceback|run\(\)|error in|failed during/;

/** Who says that an exception was raised, and in which words. The status alone says nothing of where. */
type RaisedBy = {
  readonly by: 'inferenceServer' | 'container' | 'text' | 'status';
  readonly quote: string | undefined;
};

/** What the answers of a finding tell of an exception, by the surest sign that they have. */
export const raisedBy = ({ evidence }: Pick<Finding, 'evidence'>): RaisedBy => {
  const quotesOf = (code: 'answers' | 'headers'): readonly string[] =>
    evidence.flatMap((fact) => (fact.code === code ? fact.quotes : []));
  const [answers, headers] = [quotesOf('answers'), quotesOf('headers')];
  const first = answers[0] ?? headers[0];
  if (headers.some((header) => ofInferenceServer.test(header)))
    return { by: 'inferenceServer', quote: first };
  const container = headers.find((header) => header.startsWith(ofContainer));
  if (container !== undefined) return { by: 'container', quote: container };
  const text = answers.find((answer) => namesException.test(answer));
  return text === undefined ? { by: 'status', quote: first } : { by: 'text', quote: text };
};
