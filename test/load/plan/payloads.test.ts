import { Buffer } from 'node:buffer';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Payload, payloadSchema } from '../../../config/schema/payload.ts';
import { HeadroomError } from '../../../errors/headroom-error.ts';
import { readPayloads } from '../../../load/plan/payloads.ts';

const folder = mkdtempSync(join(tmpdir(), 'headroom-payloads-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const read = (payload: unknown) =>
  readPayloads({ payload: payloadSchema.parse(payload) as Payload, place: 'target' });
const textsOf = async (payload: unknown): Promise<string[]> => (await read(payload)).bodies.map(String);
const faultOf = async (payload: unknown): Promise<string> => {
  const error = await read(payload).then(
    () => new Error('it was read'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof HeadroomError)) throw error;
  expect(error.code).toBe('E_CONFIG');
  return error.details.map(({ what, where, fix }) => `${what} | ${where} | ${fix}`).join('\n');
};

describe('payload files', () => {
  it('are sent byte for byte: every byte, numbers as they are written, marks and line ends', async () => {
    const bytes = Uint8Array.from({ length: 2048 }, (_, i) => i % 256);
    const photo = await read({ file: file('photo.bin', bytes) });
    expect(photo.bodies[0]?.equals(Buffer.from(bytes))).toBe(true);
    expect(photo.contentType).toBe('application/octet-stream');
    const numbers = '{"data": [0.1, 1e-07, 1.0, 12345678901234567890]}\r\n';
    expect(await textsOf({ file: file('numbers.json', numbers) })).toEqual([numbers]);
    const marked = await read({ file: file('marked.json', '\ufeff{}') });
    expect(marked.bodies[0]?.toString('latin1')).toBe('\u00ef\u00bb\u00bf{}');
    expect(marked.notes.join()).toContain('byte order mark');
  });

  it('that are empty or can’t be read are refused', async () => {
    expect(await faultOf({ file: file('empty.json', '') })).toContain(
      'empty.json, which is empty | config → target.payload | ',
    );
    expect(await faultOf({ file: folder })).toContain("can't be read");
  });
});

describe('JSON lines', () => {
  it('lose mark, carriage returns and empty lines, and this is said; all else stays', async () => {
    const { bodies, notes, kind } = await read({
      jsonLines: file(
        'rows.jsonl',
        '\ufeff{"data":[[1,2]]}\r\n{"data":[[1e-07,"é"]]}\r\n\r\n {"data": [[5.0]]}',
      ),
      order: 'random',
    });
    expect(bodies.map(String)).toEqual(['{"data":[[1,2]]}', '{"data":[[1e-07,"é"]]}', ' {"data": [[5.0]]}']);
    expect(notes).toEqual([
      'payload: 3 lines of rows.jsonl; left out: a byte order mark, carriage returns, 1 empty line',
    ]);
    expect(kind).toBe('random');
  });

  it('lose the marks of files that were put together', async () => {
    const { bodies, notes } = await read({
      jsonLines: file('together.jsonl', '\ufeff{"a":1}\n\ufeff{"a":2}\n\ufeff\n'),
    });
    expect(bodies.map((body) => body.toString('latin1'))).toEqual(['{"a":1}', '{"a":2}']);
    expect(notes.join()).toContain('left out: 3 byte order marks, 1 empty line');
  });

  it('that are none are refused with the number of the line, and without what it holds', async () => {
    const fault = await faultOf({ jsonLines: file('pretty.jsonl', '{\n  "secret-text": 1\n}\n') });
    expect(fault).toMatch(/line 1 is not a JSON value .*pretty\.jsonl:1 .*\{ file: … \}/);
    expect(fault).not.toContain('secret-text');
    expect(await faultOf({ jsonLines: file('utf16.jsonl', Buffer.from('\ufeff{}', 'utf16le')) })).toContain(
      'UTF-16',
    );
    expect(await faultOf({ jsonLines: file('blank.jsonl', '\n \r\n') })).toContain('has no line');
    expect(await faultOf({ jsonLines: file('latin.jsonl', Buffer.from('"\u00e9"', 'latin1')) })).toContain(
      'not UTF-8',
    );
  });
});

describe('a form', () => {
  it('has its fields and files with the bytes of the file, and can be read by others', async () => {
    const bytes = Uint8Array.from({ length: 300 }, (_, i) => i % 256);
    const form = await read({
      multipart: {
        files: {
          clip: file('clip "1".wav', bytes),
          meta: { file: file('m.json', '{"a":1}'), fileName: 'meta.json', contentType: 'application/json' },
        },
        fields: { language: 'en', text: 'a\r\nb' },
      },
    });
    const body = form.bodies[0] ?? Buffer.alloc(0);
    const response = new Response(new Uint8Array(body), {
      headers: { 'content-type': form.contentType ?? '' },
    });
    const parsed = await response.formData();
    expect(parsed.get('language')).toBe('en');
    expect(parsed.get('text')).toBe('a\r\nb');
    const clip = parsed.get('clip') as File;
    expect(new Uint8Array(await clip.arrayBuffer())).toEqual(bytes);
    expect([clip.name, clip.type]).toEqual(['clip "1".wav', 'audio/wav']);
    expect((parsed.get('meta') as File).name).toBe('meta.json');
  });
});

describe('values and functions', () => {
  it.each([
    [{ sample: 'input-data' }, /^\{"input_data":/],
    [{ sample: 'open-inference-v2' }, /^\{"inputs":\[\{"name":"input-0","shape":\[1,4\],"datatype":"FP32"/],
    [{ sample: 'openai-chat', model: 'llama' }, /^\{"model":"llama","messages":/],
    [{ json: { a: [1] } }, /^\{"a":\[1\]\}$/],
    [{ text: './rows.jsonl' }, /^\.\/rows\.jsonl$/],
    [() => ({ n: 1 }), /^\{"n":1\}$/],
    [() => new Uint8Array([65, 66]), /^AB$/],
  ])('are sent as they say: %j', async (payload, body) => {
    expect((await textsOf(payload))[0]).toMatch(body);
  });

  it.each<readonly [name: string, payload: unknown, told: string]>([
    [
      'throws',
      () => {
        throw new Error('no rows left');
      },
      'failed for iteration 0: no rows left',
    ],
    ['is empty', () => undefined, 'returned nothing to send'],
    ['returns a promise', async () => '{}', 'returned a promise'],
    [
      'returns a promise that fails',
      async () => {
        throw new Error('later');
      },
      'returned a promise',
    ],
    ['returns NaN', () => ({ data: [Number.NaN] }), 'NaN, which JSON does not have'],
  ])('that %s is named as that', async (_, payload, told) => {
    expect(await faultOf(payload)).toContain(told);
  });
});
