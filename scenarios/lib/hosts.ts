/** host and host:port of an http(s) URL in lower case; k6 has no URL class. */
const authority = /^https?:\/\/(?:[^/?#@]*@)?((\[[^\]]+\]|[^:/?#]+)(?::\d+)?)/i;

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
