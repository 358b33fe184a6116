import { redacted } from './mark.ts';

/** What looks like a secret: `$1` of the pattern is the text before it, which stays. */
type Shape = {
  /** Linear in any text: it begins where what it takes begins, and nowhere inside. */
  readonly pattern: RegExp;
  /** Whether a run that the pattern finds is one; absent: each is. */
  readonly isSecret?: (run: string) => boolean;
};

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

/** Whether a run behind a letter, where names have the same beginning (surveyJobs), is the base64 of an object of JSON. */
const isJsonInBase64 = (run: string): boolean =>
  /^\{"[ -~]{4}/.test(Buffer.from(run.slice(0, 8), 'base64url').toString('latin1'));

/** What messages say of Bearer, and no token. */
const wordAfterBearer =
  /^(?:bearer|basic)\s+(?:(?:tokens?|auth|authentication|authorization|credentials?|challenge|scheme|header|keys?|is|was|not|missing|required|expected|invalid|expired|or|and)(?![\w~+/=-]|\.\w)|(?:realm|error|scope)=)/i;

const isNoWord = (run: string): boolean => !wordAfterBearer.test(run);

/** What people call their secrets. */
const secretNames = [
  'password|passphrase|passwd|pwd|secret|(?<!unexpected\\s)token|api[-_]?key|access[-_]?key(?:[-_]?id)?',
  '(?:account|subscription|functions|private|instrumentation)[-_]?key|shared[-_]?access[-_]?key|connection[-_]?string',
].join('|');

/** The types of Python behind a parameter's name, as in what a log shows of a function. */
const typeHint = String.raw`(?:(?:typing\.)?Optional\[)?(?:str|bytes|SecretStr)\]?(?:\s*\|\s*None)?`;

/** Behind a name, its sign and what opens the value; a type may stand between. */
const named = (opening: string, value: string): RegExp =>
  new RegExp(
    String.raw`((?:${secretNames})\\*["']?\]?\s*(?::\s*${typeHint}\s*=|[:=])\s*${opening})${value}`,
    'gi',
  );

const hintOrNothing = new RegExp(String.raw`[:=]\s*(?:${typeHint}|None)[)\].:=]*$`);

/** A type is no value, and neither is None. */
const isValue = (run: string): boolean => !hintOrNothing.test(run);

const shapes: readonly Shape[] = [
  // A private key, to its end or as far as the line goes.
  { pattern: /(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?(?=-----END|$)/g },
  // Authorization: all that the header holds, in any spelling of a header or of a dictionary of headers.
  { pattern: /(authorization["']?\]?\s*[:=]\s*\[?["']?(?:(?:bearer|basic)\s+)?)[^"'\r\n]+/gi },
  // Cookies: the same.
  { pattern: /\b((?:set-)?cookie["']?\s*[:=]\s*["']?)(?=[\w.-]+=)[^"'\r\n]+/gi },
  // --password x. A dash before the word is looked for only where the word ends, so each run of letters is read once.
  {
    pattern:
      /(?=(?:password|passwd|pwd|secret|token|api-?key|access-?key)[\s=])(?<=-[\w-]*)([a-z-]+[\s=]+)(?!-)[^\s"',;]{4,}/gi,
  },
  // Keys that begin with letters of their service: GitHub, GitLab, npm, Hugging Face, Slack, OpenAI, Google, AWS with its secret.
  {
    pattern:
      /()\b(?:(?:gh[opsur]_|github_pat_)\w{12,}|glpat-[\w-]{12,}|(?:npm|hf)_[A-Za-z0-9]{20,}|ya29\.[\w-]{10,}|(?:xox[abeoprs]-|xapp-)[\w-]{10,}|AIza[\w-]{30,})/g,
  },
  { pattern: /()\bsk-[\w-]{16,}/g, isSecret: (run) => /\d/.test(run) },
  { pattern: /()\b(?:AKIA|ASIA)[A-Z0-9]{12,}(?:[\s:,/"']+[A-Za-z0-9/+]{40})?/g },
  // A client secret of Microsoft Entra: its fourth to sixth characters are always such.
  { pattern: /()(?<![\w.~-])[\w.~-]{3}\dQ~[\w.~-]{31,}/g },
  // Basic …, Bearer …
  { pattern: /\b((?:bearer|basic)\s+)[\w.~+/=-]{6,}/gi, isSecret: isNoWord },
  // name=value and "name": "value" of what people call their secrets. In quotes the value ends where they do, and escaped ones
  // belong to it; in quotes that are escaped themselves, as JSON in a text of JSON has them, it ends at the next ones of as many
  // backslashes. Without quotes words of two letters and small numbers are none.
  { pattern: named(`(["'])`, String.raw`(?:\\[^\r\n]|(?!\2)[^\\\r\n])+`) },
  { pattern: named(String.raw`(\\+)(["'])`, String.raw`(?:(?!\2\3)(?:\\+[^\\\r\n]|[^\\\r\n]))+`) },
  { pattern: named('', String.raw`(?!\\*["'])[^\s"',;}]{3,}`), isSecret: isValue },
  // A signature of a shared access URL, and a key in a URL, as Azure Functions take it.
  { pattern: /([?&;](?:sig|signature|x-amz-\w+(?:-token)?)=)[^\s&"']+/gi },
  { pattern: /([?&;](?:code|key)=)[^\s&"']{8,}/gi },
  // User, or none, and password in a URL. A password may hold an @, and a slash where what stands before it is no port. Addresses of
  // pages have an @ in their paths, others have not.
  { pattern: /(?<!https?)(:\/\/)[^\s/@:"'[\]]*:(?!\d{2,5}[/?#])[^\s"',;&<>]{1,200}(?=@)/gi },
  { pattern: /(:\/\/)[^\s/@:"'[\]]*:(?!\d*\/)[^\s/@"',;&<>]{1,100}\/[^\s@"',;&<>]{0,100}(?=@)/g },
  { pattern: /(:\/\/)[^\s/@:]*:[^\s/@]+(?:@[^\s/?#@"',;&]+)*(?=@)/g },
  // A JSON web token, whole or its beginning.
  { pattern: /()(?:(?<!\w)|(?<=%[0-9A-Fa-f]{2}))eyJ[\w-]{5,}(?:\.[\w-]*)*/g },
  { pattern: /()eyJ[\w-]{5,}(?:\.[\w-]*)*/g, isSecret: isJsonInBase64 },
  // Whatever follows Bearer, however short.
  { pattern: /\b(bearer\s+)[^\s"',;]+/gi, isSecret: isNoWord },
  // As long as keys are, in characters of base64 or of its form for URLs.
  { pattern: /()(?:[A-Za-z0-9+/]{40,}={0,2}|[\w-]{40,}={0,2})/g, isSecret: isOpaque },
];

/**
 * Crosses out what looks like a secret in a stranger's text: tokens, keys, passwords, signatures of URLs, and long runs of
 * characters that no name has. For texts of which nobody knows the secrets: logs, words of login plugins.
 *
 * @example withoutSecretShapes('GET /x?sig=abc%3D&se=1') // 'GET /x?sig=[redacted]&se=1'
 */
export const withoutSecretShapes = (text: string): string =>
  shapes.reduce(
    (rest, { pattern, isSecret }) =>
      rest.replaceAll(pattern, (run: string, before: string) =>
        isSecret === undefined || isSecret(run) ? before + redacted : run,
      ),
    text,
  );
