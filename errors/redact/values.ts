import { formsOf } from './forms.ts';
import { type Layer, layersOf } from './layers.ts';
import { redacted } from './mark.ts';

/** Texts here are strings of one character per UTF-8 byte, so that a place in a decoded text is one in the raw text. */
const bytesOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const textOf = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');

/** Shorter values are found in any text: to cross them out would hide what is no secret. */
export const secretLengthMin = 6;

/** Shorter forms are found in any text. */
const formLengthMin = 4;

/** A shorter beginning of a value is shown, as "key abcd… is unknown" does. */
const beginningLengthMin = 12;

type Span = { readonly from: number; readonly to: number };

/** How much of a form stands at a place of a text: 0 where it is too little to tell the value. */
const foundLength = (text: string, at: number, form: string): number => {
  let length = 0;
  while (length < form.length && text[at + length] === form[length]) length++;
  return length === form.length || length >= Math.max(beginningLengthMin, form.length / 2) ? length : 0;
};

const spansIn = ({ text, starts, ends }: Layer, forms: ReadonlyMap<string, readonly string[]>): Span[] => {
  const spans: Span[] = [];
  for (let at = 0; at + formLengthMin <= text.length; ) {
    const near = forms.get(text.slice(at, at + formLengthMin)) ?? [];
    const length = Math.max(0, ...near.map((form) => foundLength(text, at, form)));
    if (length > 0) spans.push({ from: starts?.[at] ?? at, to: ends?.[at + length - 1] ?? at + length });
    at += Math.max(1, length);
  }
  return spans;
};

const without = (text: string, spans: readonly Span[]): string => {
  let out = '';
  let to = 0;
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    if (span.from > to || out === '') out += text.slice(to, span.from) + redacted;
    to = Math.max(to, span.to);
  }
  return out + text.slice(to);
};

/**
 * Crosses values out of texts: in each of their forms (`formsOf`), whole or the first half and more, and escaped as in JSON,
 * HTML or a URL. As `load/module/redact.go`; `test/fixtures/redaction.json` holds what both must find.
 *
 * @param forms in which a value is looked for
 * @example withoutValues(['k3y+value'])('{"key": "k3y\\u002Bvalue"}') // '{"key": "[redacted]"}'
 */
export const withoutValues = (
  values: readonly string[],
  forms: (value: string) => string[] = formsOf,
): ((text: string) => string) => {
  const looked = new Set(values.flatMap((value) => forms(value).map(bytesOf)));
  const byStart = Map.groupBy(
    [...looked].filter(({ length }) => length >= formLengthMin),
    (form) => form.slice(0, formLengthMin),
  );
  return (text) => {
    const raw = bytesOf(text);
    const spans = layersOf(raw).flatMap((layer) => spansIn(layer, byStart));
    return spans.length === 0 ? text : textOf(without(raw, spans));
  };
};

/**
 * A text without what a request was authorized by: a gateway on the way may send it back in an error, and errors are shown. Only
 * what stands there letter by letter is found: the answer of an API server may have megabytes.
 *
 * @param authorization the whole header, "Bearer …"; its parts are taken out, too
 * @example withoutAuthorization('denied: Bearer abc-123', 'Bearer abc-123') // 'denied: [redacted]'
 */
export const withoutAuthorization = (text: string, authorization: string | undefined): string =>
  authorization === undefined
    ? text
    : [authorization, ...authorization.split(' ').slice(1)]
        .filter(({ length }) => length >= secretLengthMin)
        .reduce((rest, value) => rest.replaceAll(value, redacted), text);
