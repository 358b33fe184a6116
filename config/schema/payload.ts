import { z } from 'zod';
import { messageOf } from '../../errors/headroom-error.ts';
import { about } from '../../runs/schema/about.ts';
import { jsonOf } from '../../scenarios/k6/body.ts';
import { defaultModel, sampleNames } from './samples.ts';

type PayloadFunction = (iteration: number) => unknown;

const path = z.string().min(1);

const fromName = { otherwise: 'by the name of the file' } as const;

const partFile = z.union([
  path,
  z.strictObject({
    file: path.meta(about('a file whose bytes are this part of the form', './a.wav')),
    fileName: z
      .string()
      .optional()
      .meta(about('the name that the form gives it', 'clip.wav', { otherwise: 'the name of the file' })),
    contentType: z
      .string()
      .optional()
      .meta(about('the type of its content', 'audio/wav', fromName)),
  }),
]);

const multipart = z
  .strictObject({
    files: z
      .record(z.string().min(1), partFile)
      .default({})
      .meta(about('files of the form by the names of their fields', { clip: './a.wav' })),
    fields: z
      .record(z.string().min(1), z.string())
      .default({})
      .meta(about('text of the form by the names of its fields', { language: 'en' })),
  })
  .refine(({ files, fields }) => Object.keys(files).length + Object.keys(fields).length > 0, {
    message: 'has neither files nor fields',
  });

/** A whole number that JavaScript may have rounded when it read the config; it writes it out up to 1e21. */
const roundedIntegerIn = (value: unknown): number | undefined => {
  if (typeof value === 'number')
    return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21
      ? value
      : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const part of Object.values(value)) {
    const found = roundedIntegerIn(part);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** What would become null, vanish or change on the way into JSON, in words. */
const faultOfJson = (value: unknown): string | undefined => {
  try {
    if (jsonOf(value) === undefined) return 'has nothing to send';
  } catch (error) {
    return `can't be sent as JSON: ${messageOf(error).split('\n')[0]}`;
  }
  const large = roundedIntegerIn(value);
  return large === undefined
    ? undefined
    : `has ${large}, a whole number above 2^53, where JavaScript rounds: write the body as { text } or { file }, or the number as text`;
};

const sayable = (value: unknown, context: z.RefinementCtx): void => {
  const message = faultOfJson(value);
  if (message !== undefined) context.addIssue({ code: 'custom', message, continue: false });
};

/** What a request sends. */
export const payloadSchema = z.union(
  [
    z.string().describe('sent as it is; a name of a file is refused: see file and text'),
    z.strictObject({ text: z.string().meta(about('sent as it is, whatever it looks like', 'row.json')) }),
    z.strictObject({
      json: z
        .unknown()
        .superRefine(sayable)
        .meta(about('a value that is sent as JSON', { data: [[1, 2, 3]] })),
    }),
    z.strictObject({ file: path.meta(about('a file whose bytes are sent each time', './request.json')) }),
    z.strictObject({
      jsonLines: path.meta(
        about('a file with a JSON value on each line; each request sends one', './rows.jsonl'),
      ),
      order: z
        .enum(['inTurn', 'random'])
        .default('inTurn')
        .meta(about('which line is next; random: drawn with the seed', 'random')),
    }),
    z.strictObject({
      sample: z
        .enum(sampleNames)
        .meta(about('the example request of a protocol, to begin with', 'open-inference-v2')),
      model: z
        .string()
        .min(1)
        .optional()
        .meta(
          about('name of the model, in the OpenAI style', 'my-model', {
            otherwise: JSON.stringify(defaultModel),
          }),
        ),
    }),
    z.strictObject({
      multipart: multipart.meta(
        about('a form with files and fields, as a browser sends it', { files: { clip: './a.wav' } }),
      ),
    }),
    z
      .custom<PayloadFunction>((value) => typeof value === 'function')
      .meta({
        description:
          'a function of the iteration (0, 1, 2, …); text and bytes are sent as they are, all else as JSON',
        typeText: '((iteration: number) => unknown)',
      }),
  ],
  {
    error:
      'expected text, { json }, { file }, { jsonLines }, { sample }, { multipart }, { text } or a function of the iteration',
  },
);

/** What a request sends, as the config has it. */
export type Payload = z.output<typeof payloadSchema>;

/** The same payload with its paths made absolute. */
export const withPaths = (payload: Payload, absolute: (path: string) => string): Payload => {
  if (typeof payload !== 'object') return payload;
  if ('file' in payload) return { file: absolute(payload.file) };
  if ('jsonLines' in payload) return { ...payload, jsonLines: absolute(payload.jsonLines) };
  if (!('multipart' in payload)) return payload;
  const files = Object.entries(payload.multipart.files).map(([name, part]) => [
    name,
    typeof part === 'string' ? absolute(part) : { ...part, file: absolute(part.file) },
  ]);
  return { multipart: { ...payload.multipart, files: Object.fromEntries(files) } };
};

/** The files that a payload is read from. */
export const payloadFilesOf = (payload: Payload): string[] => {
  if (typeof payload !== 'object') return [];
  if ('file' in payload) return [payload.file];
  if ('jsonLines' in payload) return [payload.jsonLines];
  if (!('multipart' in payload)) return [];
  return Object.values(payload.multipart.files).map((part) => (typeof part === 'string' ? part : part.file));
};

/** The last part of a path: what a record may keep of it. */
const nameOf = (file: string): string => file.split(/[\\/]/).at(-1) ?? file;

/** A payload in a few words, without what it holds. */
export const payloadInWords = (payload: Payload): string => {
  if (typeof payload === 'string') return `text of ${payload.length} characters`;
  if (typeof payload === 'function') return 'function of the iteration';
  if ('text' in payload) return `text of ${payload.text.length} characters`;
  if ('json' in payload) return `JSON of ${jsonOf(payload.json)?.length} characters`;
  if ('sample' in payload) return `sample ${payload.sample}`;
  if ('file' in payload) return `file ${nameOf(payload.file)}`;
  if ('multipart' in payload) {
    const { files, fields } = payload.multipart;
    return `form with ${Object.keys(files).length} files and ${Object.keys(fields).length} fields`;
  }
  return `lines of ${nameOf(payload.jsonLines)}, ${payload.order === 'random' ? 'at random' : 'in turn'}`;
};
