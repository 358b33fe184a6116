/** Shorter forms of base64 are found in any text. */
const base64LengthMin = 8;

const bitsOfByte = 8;
const bitsOfDigit = 6;

/** "Bearer x" gives "x"; two words of a text are no token with its scheme. */
const bareTokenOf = (value: string): string => /^\S{1,21} (\S{8,})$/.exec(value)?.[1] ?? value;

/** User and password inside a "Basic …" header, and the password. */
const basicPartsOf = (value: string): string[] => {
  const encoded = /^Basic ([\w+/]+=*)$/.exec(value)?.[1];
  if (encoded === undefined) return [];
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  return [pair, pair.slice(pair.indexOf(':') + 1)];
};

const lineLengthMin = 16;

/** The lines of a private key, each of which tells a part of it. */
const linesOf = (value: string): string[] =>
  value.includes('PRIVATE KEY-----')
    ? value
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line.length >= lineLengthMin && !line.startsWith('-----'))
    : [];

const asBase64Url = (value: string): string =>
  value
    .replace(/(?<!=)=+$/, '')
    .replaceAll('+', '-')
    .replaceAll('/', '_');

/**
 * What stays the same of a value's base64 whatever stands before and after it: base64 takes three bytes at a time, so there
 * are three places where a value can begin.
 */
const base64FormsOf = (value: string): string[] =>
  [0, 1, 2].flatMap((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), Buffer.from(value, 'utf8')]);
    // Digits that also hold bits of what stands before or after are not the value's own.
    const first = Math.ceil((before * bitsOfByte) / bitsOfDigit);
    const last = Math.floor((padded.length * bitsOfByte) / bitsOfDigit);
    const form = padded.toString('base64').slice(first, last);
    return form.length < base64LengthMin ? [] : [form, asBase64Url(form)];
  });

/**
 * How a value may show up in a text, but for escaped characters: these a redactor decodes.
 *
 * @example formsOf('Bearer my-token-1').includes('my-token-1') // true
 */
export const formsOf = (value: string): string[] => {
  const whole = value.trim();
  return [...linesOf(whole), whole, bareTokenOf(whole), ...basicPartsOf(whole)].flatMap((part) => {
    const hex = Buffer.from(part, 'utf8').toString('hex');
    const spaced = part.replaceAll(' ', '+');
    return [
      ...[part, part.toLowerCase(), part.toUpperCase(), spaced, encodeURIComponent(part)],
      ...[asBase64Url(part), hex, hex.toUpperCase(), ...base64FormsOf(part)],
    ];
  });
};
