/** A text with escaped characters decoded: where each byte begins and ends in the raw text; none for the raw text itself. */
export type Layer = {
  readonly text: string;
  readonly starts?: readonly number[];
  readonly ends?: readonly number[];
};

/** How often a text may be escaped: JSON in a JSON text in a page. */
const layersMost = 3;

const namedEntities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  plus: '+',
  sol: '/',
  equals: '=',
  colon: ':',
};

const letterEscapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

const codePointMost = 0x10_ff_ff;

const characterOf = (digits: string, radix: number): string => {
  const code = Number.parseInt(digits, radix);
  const text = code <= codePointMost ? String.fromCodePoint(code) : '';
  return Buffer.from(text, 'utf8').toString('latin1');
};

const decodeJson = (escaped: string): string => {
  const kind = escaped[1]!;
  if (kind === 'x') return characterOf(escaped.slice(2), 16);
  if (kind !== 'u') return letterEscapes[kind] ?? kind;
  const units = [...escaped.matchAll(/[0-9a-f]{4}/gi)].map(([digits]) => Number.parseInt(digits, 16));
  return Buffer.from(String.fromCharCode(...units), 'utf8').toString('latin1');
};

const decodeEntity = (escaped: string): string => {
  const [, hex, decimal] = /^&#(?:x([0-9a-f]+)|([0-9]+));$/i.exec(escaped) ?? [];
  if (hex !== undefined) return characterOf(hex, 16);
  return decimal === undefined ? (namedEntities[escaped.slice(1, -1)] ?? escaped) : characterOf(decimal, 10);
};

/** The ways in which servers write characters, and what each match stands for. */
const escapes: readonly { readonly pattern: RegExp; readonly decode: (escaped: string) => string }[] = [
  {
    pattern: /\\u[d][89ab][0-9a-f]{2}\\u[d][c-f][0-9a-f]{2}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\["'\\/bfnrt]/gi,
    decode: decodeJson,
  },
  { pattern: /&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});/gi, decode: decodeEntity },
  {
    pattern: /%[0-9a-f]{2}/gi,
    decode: (escaped) => String.fromCharCode(Number.parseInt(escaped.slice(1), 16)),
  },
  // A long value is broken into lines.
  { pattern: /\r?\n[ \t]*/g, decode: () => '' },
];

type Escape = (typeof escapes)[number];

const decoded = ({ text, starts, ends }: Layer, { pattern, decode }: Escape): Layer | null => {
  const next = { text: '', starts: [] as number[], ends: [] as number[] };
  const add = (part: string, from: number, to: number): void => {
    next.text += part;
    for (let i = 0; i < part.length; i++) {
      next.starts.push(from);
      next.ends.push(to);
    }
  };
  const from = (at: number): number => starts?.[at] ?? at;
  const to = (at: number): number => ends?.[at] ?? at + 1;
  const plain = (since: number, upTo: number): void => {
    for (let at = since; at < upTo; at++) add(text[at]!, from(at), to(at));
  };
  let at = 0;
  for (const { 0: escaped, index } of text.matchAll(pattern)) {
    plain(at, index);
    at = index + escaped.length;
    add(decode(escaped), from(index), to(at - 1));
  }
  if (at === 0) return null;
  plain(at, text.length);
  return next;
};

/**
 * A text as it is, and as it reads with each kind of escaped characters decoded, and with kinds one after the other. Kinds
 * that it does not hold cost one look.
 *
 * @param raw one character per UTF-8 byte
 * @example layersOf('a&#43;b').map(({ text }) => text) // ['a&#43;b', 'a+b']
 */
export const layersOf = (raw: string): Layer[] => {
  const layers: Layer[] = [{ text: raw }];
  let newest: readonly Layer[] = layers;
  for (let depth = 0; depth < layersMost; depth++) {
    newest = newest.flatMap((layer) => escapes.flatMap((kind) => decoded(layer, kind) ?? []));
    layers.push(...newest);
  }
  return layers;
};
