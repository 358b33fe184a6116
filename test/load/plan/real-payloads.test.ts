import { Buffer } from 'node:buffer';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Payload } from '../../../config/schema/payload.ts';
import { readPayloads } from '../../../load/plan/payloads.ts';

const folder = mkdtempSync(join(tmpdir(), 'headroom-real-payloads-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const image = Buffer.from(Uint8Array.from({ length: 3000 }, (_, i) => (i * 31) % 256)).toString('base64');
const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]),
  Buffer.alloc(64, 0xff),
]);

/** Files of the kinds that people have: name, content, how it is named in the config, and what is sent of it. */
const files: readonly {
  readonly name: string;
  readonly content: string | Buffer;
  readonly as: 'file' | 'jsonLines';
  /** Bodies and their type; a text: the reason of the refusal. */
  readonly sent: { readonly bodies: readonly (string | Buffer)[]; readonly type: string } | string;
}[] = [
  {
    name: 'azureml-sample-request.json', // saved by Windows: mark and CRLF belong to the file
    content: '\ufeff{"data": [\r\n  [1.0, 2, 1e-07]\r\n]}\r\n',
    as: 'file',
    sent: { bodies: ['\ufeff{"data": [\r\n  [1.0, 2, 1e-07]\r\n]}\r\n'], type: 'application/json' },
  },
  {
    name: 'mlflow-input-example.json',
    content: '{"input_data": {"columns": ["age", "id"], "index": [0], "data": [[63.0, 9007199254740993]]}}',
    as: 'file',
    sent: {
      bodies: [
        '{"input_data": {"columns": ["age", "id"], "index": [0], "data": [[63.0, 9007199254740993]]}}',
      ],
      type: 'application/json',
    },
  },
  {
    name: 'triton-bytes.json',
    content: '{"inputs":[{"name":"TEXT","shape":[1,1],"datatype":"BYTES","data":["Grüße, 世界 \\u00e9"]}]}',
    as: 'file',
    sent: {
      bodies: [
        '{"inputs":[{"name":"TEXT","shape":[1,1],"datatype":"BYTES","data":["Grüße, 世界 \\u00e9"]}]}',
      ],
      type: 'application/json',
    },
  },
  {
    name: 'tf-serving-image.json',
    content: `{"signature_name": "serving_default", "instances": [{"b64": "${image}"}]}`,
    as: 'file',
    sent: {
      bodies: [`{"signature_name": "serving_default", "instances": [{"b64": "${image}"}]}`],
      type: 'application/json',
    },
  },
  {
    name: 'vision-chat.jsonl', // OpenAI-style, one request a line, CRLF
    content: ['a', 'b']
      .map(
        (id) =>
          `{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,${image}"}}]}],"user":"${id}"}\r\n`,
      )
      .join(''),
    as: 'jsonLines',
    sent: {
      bodies: ['a', 'b'].map(
        (id) =>
          `{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,${image}"}}]}],"user":"${id}"}`,
      ),
      type: 'application/json',
    },
  },
  {
    name: 'xgboost-rows.csv',
    content: '5.1,3.5,1.4,0.2\r\n4.9,3.0,1.4,0.2\r\n',
    as: 'file',
    sent: { bodies: ['5.1,3.5,1.4,0.2\r\n4.9,3.0,1.4,0.2\r\n'], type: 'text/csv' },
  },
  { name: 'kitten.png', content: png, as: 'file', sent: { bodies: [png], type: 'image/png' } },
  {
    name: 'pandas-records.ndjson', // DataFrame.to_json(orient="records", lines=True), written twice with an empty line
    content: '{"a":1,"b":null}\n{"a":2.50,"b":"\\u2028"}\n\n{"a":1e400,"b":"x"}',
    as: 'jsonLines',
    sent: {
      bodies: ['{"a":1,"b":null}', '{"a":2.50,"b":"\\u2028"}', '{"a":1e400,"b":"x"}'],
      type: 'application/json',
    },
  },
  {
    name: 'postman-body.jsonl', // one value over many lines
    content: '{\n  "inputs": "Hello",\n  "parameters": {"max_new_tokens": 20}\n}\n',
    as: 'jsonLines',
    sent: 'line 1 is not a JSON value',
  },
  {
    name: 'powershell.jsonl', // Out-File of Windows PowerShell
    content: Buffer.from('\ufeff{"data":[[1]]}\r\n', 'utf16le'),
    as: 'jsonLines',
    sent: 'UTF-16',
  },
  {
    name: 'pandas-nan.jsonl', // Python's json writes what JSON does not have
    content: '{"data":[[1.0]]}\n{"data":[[NaN]]}\n',
    as: 'jsonLines',
    sent: 'line 2 is not a JSON value',
  },
  {
    // Azure/azureml-examples, inference-schema: inputs inside inputs, over several lines
    name: 'nested.json',
    content:
      '{\n    "input" : {"text": {"sentence":{"0":"my dog is [MASK]"}},\n    "rows" : [[7.2, 3.20]]}\n}',
    as: 'file',
    sent: {
      bodies: [
        '{\n    "input" : {"text": {"sentence":{"0":"my dog is [MASK]"}},\n    "rows" : [[7.2, 3.20]]}\n}',
      ],
      type: 'application/json',
    },
  },
  {
    // Azure/azureml-examples, mlflow-from-catalog: a chat under input_data
    name: 'input.json',
    content:
      '{"input_data": {"input_string": [{"role": "assistant","content": "I\'m concise."}],"parameters": {"max_new_tokens": 50}}}',
    as: 'file',
    sent: {
      bodies: [
        '{"input_data": {"input_string": [{"role": "assistant","content": "I\'m concise."}],"parameters": {"max_new_tokens": 50}}}',
      ],
      type: 'application/json',
    },
  },
  {
    // Azure/azureml-examples, triton ensemble: two texts, and how the output is wanted
    name: 'ensemble.json',
    content:
      '{"inputs":[{"name":"QUERY","shape":[1],"datatype":"BYTES","data":["Which?"]}],"outputs":[{"name":"OUT","parameters":{"binary_data":false}}]}\n',
    as: 'file',
    sent: {
      bodies: [
        '{"inputs":[{"name":"QUERY","shape":[1],"datatype":"BYTES","data":["Which?"]}],"outputs":[{"name":"OUT","parameters":{"binary_data":false}}]}\n',
      ],
      type: 'application/json',
    },
  },
  {
    // KServe's and Triton's binary extension: a header in JSON, then the tensor's bytes
    name: 'binary-tensor.bin',
    content: Buffer.concat([
      Buffer.from(
        '{"inputs":[{"name":"x","shape":[2],"datatype":"FP16","parameters":{"binary_data_size":4}}]}',
      ),
      Buffer.from([0x00, 0x3c, 0x0d, 0x0a]),
    ]),
    as: 'file',
    sent: {
      bodies: [
        Buffer.concat([
          Buffer.from(
            '{"inputs":[{"name":"x","shape":[2],"datatype":"FP16","parameters":{"binary_data_size":4}}]}',
          ),
          Buffer.from([0x00, 0x3c, 0x0d, 0x0a]),
        ]),
      ],
      type: 'application/octet-stream',
    },
  },
  {
    // documentation of Vertex AI: rows of CSV as text, quotes escaped twice
    name: 'instances.json',
    content: '{"instances": ["1.0,true,\\"x\\"", "-2.0,false,\\"y\\""]}',
    as: 'file',
    sent: {
      bodies: ['{"instances": ["1.0,true,\\"x\\"", "-2.0,false,\\"y\\""]}'],
      type: 'application/json',
    },
  },
  {
    // documentation of SageMaker: JSON lines with features; the last line has no end
    name: 'sagemaker.jsonl',
    content: '{"features":[3,49,13]}\n{"features":[2,68,30]}',
    as: 'jsonLines',
    sent: { bodies: ['{"features":[3,49,13]}', '{"features":[2,68,30]}'], type: 'application/json' },
  },
  {
    // iter8-tools/docs, kserve-serving: rows of numbers inside data
    name: 'kserve-iris.json',
    content:
      '{\r\n  "inputs": [{"name": "input-0", "shape": [2, 4], "datatype": "FP32", "data": [[6.8, 2.8, 4.8, 1.4]]}]\r\n}',
    as: 'file',
    sent: {
      bodies: [
        '{\r\n  "inputs": [{"name": "input-0", "shape": [2, 4], "datatype": "FP32", "data": [[6.8, 2.8, 4.8, 1.4]]}]\r\n}',
      ],
      type: 'application/json',
    },
  },
  {
    // documentation of LLM benchmarks: prompts with emoji, surrogates and a line separator inside
    name: 'prompts.jsonl',
    content: '{"prompt":"caf\u00e9 \ud83d\ude00 \u2028 end","max_tokens":16}\n',
    as: 'jsonLines',
    sent: {
      bodies: ['{"prompt":"caf\u00e9 \ud83d\ude00 \u2028 end","max_tokens":16}'],
      type: 'application/json',
    },
  },
  {
    // OpenAI's batch API: the request is inside each line
    name: 'batch-input.jsonl',
    content:
      '{"custom_id": "request-1", "method": "POST", "url": "/v1/chat/completions", "body": {"model": "m", "messages": []}}\n',
    as: 'jsonLines',
    sent: 'the request is its "body"',
  },
  {
    // documentation of Alpaca-style data sets: one JSON list over the whole file
    name: 'list.jsonl',
    content: '[\n  {"prompt": "a"},\n  {"prompt": "b"}\n]\n',
    as: 'jsonLines',
    sent: 'line 1 is not a JSON value',
  },
];

describe('payload files made after real ones', () => {
  it.each(files)(
    '$name is sent as it is, or refused with the reason',
    async ({ name, content, as, sent }) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      const payload: Payload = as === 'file' ? { file: path } : { jsonLines: path, order: 'inTurn' };
      if (typeof sent === 'string') {
        await expect(readPayloads({ payload, place: 'target' })).rejects.toThrow(sent);
        return;
      }
      const { bodies, contentType } = await readPayloads({ payload, place: 'target' });
      expect(contentType).toBe(sent.type);
      expect(bodies.map((body) => body.toString('latin1'))).toEqual(
        sent.bodies.map((body) => Buffer.from(body).toString('latin1')),
      );
    },
  );
});
