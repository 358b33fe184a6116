import { redacted } from './mark.ts';

/**
 * A URL as it may be shown: without user, password, query and fragment, which may be or hold keys. As `publicURL` in
 * `load/module/redact.go`.
 *
 * @throws TypeError for a text that is no URL
 * @example publicUrl('https://me:pass@x.example/score?code=key') // 'https://x.example/score'
 */
export const publicUrl = (address: string): string => {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  return url.href;
};

/** User and password, to the last @ of the host; a slash in a password hides the host where what stands before it is no port. */
const userInfo = /(\/\/)(?:[^/?#\s]*|[^/?#\s:[\]]*:(?!\d*[/?#])\S{0,500})@/;

/**
 * A text that begins with a URL, or should, with user, password and query crossed out.
 *
 * @example withoutUrlKeys('https://me:pass@x/?code=key') // 'https://[redacted]@x/?[redacted]'
 */
export const withoutUrlKeys = (text: string): string =>
  withoutQuery(text.replace(userInfo, `$1${redacted}@`));

/**
 * A text with all that follows its first question mark crossed out.
 *
 * @example withoutQuery('/score?code=key') // '/score?[redacted]'
 */
export const withoutQuery = (text: string): string => text.replace(/\?.*$/s, `?${redacted}`);
