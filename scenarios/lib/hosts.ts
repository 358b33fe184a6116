/** host and host:port of an http(s) URL in lower case; k6 has no URL class. */
const authority = /^https?:\/\/(?:[^/?#@]*@)?((\[[^\]]+\]|[^:/?#]+)(?::\d+)?)/i;

/** The host of a URL, with its port: all of a URL that may be printed, as the rest may hold a secret. */
export const hostOf = (url: string): string => authority.exec(url)?.[1]?.toLowerCase() ?? 'an unreadable URL';

/**
 * Whether a URL's host is one of those that the config names (as "host" or "host:port").
 *
 * @example isAllowed('http://127.0.0.1:8890/score', ['127.0.0.1:8890']) // true
 */
export const isAllowed = (url: string, allowedHosts: readonly string[]): boolean => {
  const match = authority.exec(url);
  if (match === null) return false;
  const [hostAndPort, host] = [match[1]?.toLowerCase() ?? '', match[2]?.toLowerCase() ?? ''];
  return allowedHosts.includes(hostAndPort) || allowedHosts.includes(host);
};
