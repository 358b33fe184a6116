/** Text around what may be a secret, and the secret: `$1` stays. */
const secrets: readonly RegExp[] = [
  // A private key, to its end or as far as the line goes.
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?(?=-----END|$)/g,
  // Cookies: all that the header holds.
  /\b((?:set-)?cookie["']?\s*[:=]\s*["']?)(?=[\w.-]+=)[^"'\r\n]+/gi,
  // --password x
  /(--?(?:[\w-]*(?:password|passwd|pwd|secret|token|api-?key|access-?key))[\s=]+)(?!-)[^\s"',;]{4,}/gi,
  // Keys that begin with letters of their service: GitHub, Hugging Face, Slack, OpenAI, Google, AWS with its secret.
  /()\b(?:(?:gh[opsur]_|github_pat_)\w{12,}|hf_[A-Za-z0-9]{20,}|(?:xox[abeoprs]-|xapp-)[\w-]{10,}|AIza[\w-]{30,})/g,
  /()\bsk-(?=[\w-]*\d)[\w-]{16,}/g,
  /()\b(?:AKIA|ASIA)[A-Z0-9]{12,}(?:[\s:,/"']+[A-Za-z0-9/+]{40})?/g,
  // Authorization: Bearer …, in any spelling of a header or of a dictionary of headers.
  /\b((?:bearer|basic)\s+)[\w.~+/=-]{6,}/gi,
  // name=value and "name": "value" of what people call their secrets.
  /((?:password|passwd|pwd|secret|token|api[-_]?key|access[-_]?key(?:[-_]?id)?|account[-_]?key|subscription[-_]?key|functions[-_]?key|private[-_]?key|shared[-_]?access[-_]?key|connection[-_]?string|authorization|instrumentation[-_]?key)["']?\]?\s*[:=]\s*["']?)(?!bearer\s|basic\s)[^\s"',;&}]{4,}/gi,
  // A signature of a shared access URL, and a key in a URL, as Azure Functions take it.
  /([?&;](?:sig|signature|x-amz-\w+(?:-token)?)=)[^\s&"']+/gi,
  /([?&;](?:code|key)=)[^\s&"']{8,}/gi,
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
