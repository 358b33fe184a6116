import { Buffer } from 'node:buffer';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Payload } from '../../../config/payload.ts';
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
];

describe('payload files made after real ones', () => {
  it.each(files)(
    '$name is sent as it is, or refused with the reason',
    async ({ name, content, as, sent }) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      const payload: Payload = as === 'file' ? { file: path } : { jsonLines: path, order: 'inTurn' };
      if (typeof sent === 'string') {
        await expect(readPayloads({ payload })).rejects.toThrow(sent);
        return;
      }
      const { bodies, contentType } = await readPayloads({ payload });
      expect(contentType).toBe(sent.type);
      expect(bodies.map((body) => body.toString('latin1'))).toEqual(
        sent.bodies.map((body) => Buffer.from(body).toString('latin1')),
      );
    },
  );
});
