/** Example requests of the protocols that scoring services speak, to begin with. */
const samples = {
  /** The example of Azure ML's help page. */
  data: () => ({
    data: [
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      [10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
    ],
  }),
  /** MLflow models behind Azure ML's inference server: one row in the split form of pandas. */
  'input-data': () => ({
    input_data: { columns: ['a', 'b', 'c', 'd'], index: [0], data: [[1, 2, 3, 4]] },
  }),
  /** MLflow's own server. https://mlflow.org/docs/latest/ml/deployment/deploy-model-locally */
  'mlflow-split': () => ({ dataframe_split: { columns: ['a', 'b', 'c', 'd'], data: [[1, 2, 3, 4]] } }),
  /** Triton, KServe, OpenVINO. https://github.com/kserve/open-inference-protocol */
  'open-inference-v2': () => ({
    inputs: [{ name: 'input-0', shape: [1, 4], datatype: 'FP32', data: [0.1, 0.2, 0.3, 0.4] }],
  }),
  /** vLLM, TGI and others that speak as OpenAI's chat completions do. */
  'openai-chat': (model: string) => ({
    model,
    messages: [{ role: 'user', content: 'Say hello.' }],
    max_tokens: 16,
  }),
  /** The older completions of the same servers. */
  'openai-completions': (model: string) => ({ model, prompt: 'Say hello.', max_tokens: 16 }),
} as const;

/** The samples that a config may name. */
export type SampleName = keyof typeof samples;

/** The names of all samples. */
export const sampleNames = Object.keys(samples) as SampleName[];

/** The model's name in a sample where the config gives none. */
export const defaultModel = 'default';

/**
 * The body of a sample, as JSON. `model` counts for the OpenAI style only.
 *
 * @example sampleBody({ sample: 'input-data' }).startsWith('{"input_data"') // true
 */
export const sampleBody = ({ sample, model }: { sample: SampleName; model?: string | undefined }): string =>
  JSON.stringify(samples[sample](model ?? defaultModel));
