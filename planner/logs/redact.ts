/** Text around what may be a secret, and the secret: `$1` stays. */
const secrets: readonly RegExp[] = [
  // Authorization: Bearer …, in any spelling of a header or of a dictionary of headers.
  /\b((?:bearer|basic)\s+)[\w.~+/=-]{6,}/gi,
  // name=value and "name": "value" of what people call their secrets.
  /((?:password|passwd|pwd|secret|token|api[-_]?key|access[-_]?key|account[-_]?key|shared[-_]?access[-_]?key|connection[-_]?string|authorization|instrumentation[-_]?key)["']?\s*[:=]\s*["']?)(?!bearer\s|basic\s)[^\s"',;&}]{4,}/gi,
  // A signature of a shared access URL.
  /([?&;]sig=)[^\s&"']+/gi,
  // User and password in a URL.
  /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@:]+:[^\s/@]+(?=@)/gi,
  // A JSON web token.
  /()\beyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]*/g,
];

/**
 * Crosses out what looks like a secret in a line of a stranger's log: tokens, keys, passwords, signatures of URLs.
 *
 * @example redactSecrets('GET /x?sig=abc%3D&se=1') // 'GET /x?sig=***&se=1'
 */
export const redactSecrets = (text: string): string =>
  secrets.reduce((redacted, secret) => redacted.replaceAll(secret, '$1***'), text);
