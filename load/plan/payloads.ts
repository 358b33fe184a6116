import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Endpoint } from '../../config/endpoints.ts';
import type { Payload } from '../../config/schema/payload.ts';
import { sampleBody } from '../../config/schema/samples.ts';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { bodyOf, jsonOf } from '../../scenarios/k6/body.ts';
import { contentTypeOf } from './content-types.ts';
import { jsonLinesOf } from './json-lines.ts';
import { multipartBody } from './multipart.ts';

/** The bodies that requests send: one; several in turn; or several at random, by the seed. */
export type Payloads = {
  readonly kind: 'one' | 'inTurn' | 'random';
  readonly bodies: readonly Buffer[];
  /** Sent as Content-Type where the config sets none; null: there is nothing to send. */
  readonly contentType: string | null;
  /** What is to be said of them before the load. */
  readonly notes: readonly string[];
};

type Forms = Exclude<Payload, string | ((iteration: number) => unknown)>;
type FormOf<Key extends string> = Extract<Forms, Record<Key, unknown>>;

/** They travel to the generator as one text, whose length the engine limits. */
const bytesMost = 200_000_000;

type Refusal = {
  /** Where the config says what is sent: `target`. */
  readonly place: string;
  readonly what: string;
  readonly fix: string;
  readonly cause?: unknown;
};

const refused = ({ place, what, fix, cause }: Refusal): HeadroomError =>
  new HeadroomError('E_CONFIG', {
    what: `${place}.payload ${what}`,
    where: `config → ${place}.payload`,
    fix,
    cause,
  });

const one = (body: Buffer | string, contentType = 'application/json', notes: string[] = []): Payloads => ({
  kind: 'one',
  bodies: [Buffer.from(body)],
  contentType: body.length === 0 ? null : contentType,
  notes,
});

const contentOf = async (path: string, place: string): Promise<Buffer> => {
  const content = await readFile(path).catch((cause: unknown) => {
    const what = `can't be read: ${messageOf(cause)}`;
    throw refused({ place, what, fix: 'name a file that may be read', cause });
  });
  if (content.length > 0) return content;
  const what = `names ${basename(path)}, which is empty`;
  throw refused({ place, what, fix: "name a file with content, or send nothing: ''" });
};

const isMarked = (content: Buffer): boolean => content.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]));

const fromFile = async ({ file }: FormOf<'file'>, place: string): Promise<Payloads> => {
  const content = await contentOf(file, place);
  const note = `payload: ${basename(file)} begins with a byte order mark, which is sent with it; many services refuse it`;
  const lines = `payload: ${basename(file)} is sent as a whole each time; { jsonLines: … } sends one line of it`;
  const notes = [...(isMarked(content) ? [note] : []), ...(/\.(jsonl|ndjson)$/i.test(file) ? [lines] : [])];
  return one(content, contentTypeOf(file), notes);
};

const fromForm = async ({ multipart }: FormOf<'multipart'>, place: string): Promise<Payloads> => {
  const files = Object.entries(multipart.files).map(async ([name, part]) => {
    const file = typeof part === 'string' ? { file: part } : part;
    return { name, path: file.file, ...file, content: await contentOf(file.file, place) };
  });
  const { body, contentType } = multipartBody({ fields: multipart.fields, files: await Promise.all(files) });
  return one(body, contentType);
};

/** What the function gives for the first iteration: the body of the request before the load. */
const fromFunction = (payload: (iteration: number) => unknown, place: string): Payloads => {
  try {
    const value = payload(0);
    // A promise is refused just below; that it fails as well is not news.
    if (value instanceof Promise) value.catch(() => {});
    const body = bodyOf(value);
    return one(typeof body === 'string' ? body : Buffer.from(body));
  } catch (cause) {
    const fix = 'return text, bytes or a value for JSON; what takes time belongs before the function';
    throw refused({ place, what: `failed for iteration 0: ${messageOf(cause)}`, fix, cause });
  }
};

const read = async (payload: Payload, place: string): Promise<Payloads> => {
  if (typeof payload === 'string') return one(payload);
  if (typeof payload === 'function') return fromFunction(payload, place);
  if ('text' in payload) return one(payload.text);
  if ('json' in payload) return one(jsonOf(payload.json) ?? '');
  if ('sample' in payload) return one(sampleBody(payload));
  if ('file' in payload) return fromFile(payload, place);
  if ('multipart' in payload) return fromForm(payload, place);
  const lines = jsonLinesOf(await contentOf(payload.jsonLines, place), payload.jsonLines);
  return { kind: payload.order, ...lines, contentType: 'application/json' };
};

/**
 * Reads the request bodies of an endpoint, byte for byte. Of a payload function, which only k6 calls, its first.
 *
 * @throws HeadroomError E_CONFIG for what can't be read or sent
 */
export const readPayloads = ({ payload, place }: Pick<Endpoint, 'payload' | 'place'>): Promise<Payloads> =>
  read(payload, place);

/**
 * Reads the request bodies of all endpoints. Their notes name the endpoint where there are several.
 *
 * @throws HeadroomError E_CONFIG for what can't be read or sent
 */
export const readAllPayloads = async (
  endpoints: readonly Pick<Endpoint, 'name' | 'payload' | 'place'>[],
): Promise<Payloads[]> => {
  const all = await Promise.all(endpoints.map(readPayloads));
  const bytes = all.flatMap(({ bodies }) => bodies).reduce((sum, { length }) => sum + length, 0);
  if (bytes > bytesMost) {
    throw refused({
      place: endpoints[0]!.place,
      what: `holds ${Math.ceil(bytes / 1e6)} MB, more than ${bytesMost / 1e6}`,
      fix: 'take fewer lines: with `order: random` a part of them gives the same load',
    });
  }
  if (endpoints.length === 1) return all;
  return all.map((payloads, i) => ({
    ...payloads,
    notes: payloads.notes.map((note) => `${endpoints[i]!.name}: ${note}`),
  }));
};
