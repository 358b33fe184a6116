import { redacted } from './mark.ts';

/** Text around what may be a secret, and the secret: `$1` stays. */
const secrets: readonly RegExp[] = [
  // A private key, to its end or as far as the line goes.
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?(?=-----END|$)/g,
  // Authorization: all that the header holds, in any spelling of a header or of a dictionary of headers.
  /(authorization["']?\]?\s*[:=]\s*\[?["']?(?:(?:bearer|basic)\s+)?)[^"'\r\n]+/gi,
  // Cookies: the same.
  /\b((?:set-)?cookie["']?\s*[:=]\s*["']?)(?=[\w.-]+=)[^"'\r\n]+/gi,
  // --password x
  /(--?(?:[\w-]*(?:password|passwd|pwd|secret|token|api-?key|access-?key))[\s=]+)(?!-)[^\s"',;]{4,}/gi,
  // Keys that begin with letters of their service: GitHub, GitLab, npm, Hugging Face, Slack, OpenAI, Google, AWS with its secret.
  /()\b(?:(?:gh[opsur]_|github_pat_)\w{12,}|glpat-[\w-]{12,}|(?:npm|hf)_[A-Za-z0-9]{20,}|ya29\.[\w-]{10,}|(?:xox[abeoprs]-|xapp-)[\w-]{10,}|AIza[\w-]{30,})/g,
  /()\bsk-(?=[\w-]*\d)[\w-]{16,}/g,
  /()\b(?:AKIA|ASIA)[A-Z0-9]{12,}(?:[\s:,/"']+[A-Za-z0-9/+]{40})?/g,
  // A client secret of Microsoft Entra: its fourth to sixth characters are always such.
  /()(?<![\w.~-])[\w.~-]{3}\dQ~[\w.~-]{31,}/g,
  // Bearer …
  /\b((?:bearer|basic)\s+)[\w.~+/=-]{6,}/gi,
  // name=value and "name": "value" of what people call their secrets.
  /((?:password|passphrase|passwd|pwd|secret|token|api[-_]?key|access[-_]?key(?:[-_]?id)?|account[-_]?key|subscription[-_]?key|functions[-_]?key|private[-_]?key|shared[-_]?access[-_]?key|connection[-_]?string|instrumentation[-_]?key)["']?\]?\s*[:=]\s*["']?)[^\s"',;&}]{4,}/gi,
  // A signature of a shared access URL, and a key in a URL, as Azure Functions take it.
  /([?&;](?:sig|signature|x-amz-\w+(?:-token)?)=)[^\s&"']+/gi,
  /([?&;](?:code|key)=)[^\s&"']{8,}/gi,
  // User and password in a URL.
  /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@:]+:[^\s/@]+(?=@)/gi,
  // A JSON web token.
  /()\beyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]*/g,
  // Parts of one; whatever follows "Bearer", however short; values of keys that are called like a secret.
  /()eyJ[\w-]{5,}(?:\.[\w-]*)*/g,
  /(\bbearer\s+)[^\s"',;]+/gi,
  /((?:token|password|secret|api[_-]?key)["']?\s*[:=]\s*["']?)[^\s"',;}]+/gi,
];

/** As long as keys are, in characters of base64 or of its form for URLs. */
const longRun = /[A-Za-z0-9+/]{40,}={0,2}|[\w-]{40,}={0,2}/g;

/** In base64 one character of 32 parts what names and paths are parted by; parts of those are shorter. */
const charactersPerSeparator = 12;

/**
 * Whether nobody would call anything so: a run of base64 or of base32. Digests, which are hexadecimal, paths and names of
 * several words are none.
 */
const isOpaque = (run: string): boolean => {
  const separators = run.match(/[/_-]/g)?.length ?? 0;
  if (separators * charactersPerSeparator > run.length || !/\d/.test(run)) return false;
  return separators > 0 || /[A-Z]/.test(run) ? /[a-z]/.test(run) && /[A-Z]/.test(run) : /[g-z]/.test(run);
};

/**
 * Crosses out what looks like a secret in a stranger's text: tokens, keys, passwords, signatures of URLs, and long runs of
 * characters that no name has. For texts of which nobody knows the secrets: logs, words of login plugins.
 *
 * @example withoutSecretShapes('GET /x?sig=abc%3D&se=1') // 'GET /x?sig=[redacted]&se=1'
 */
export const withoutSecretShapes = (text: string): string =>
  secrets
    .reduce((rest, secret) => rest.replaceAll(secret, `$1${redacted}`), text)
    .replaceAll(longRun, (run) => (isOpaque(run) ? redacted : run));
