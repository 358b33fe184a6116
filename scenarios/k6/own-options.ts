type Options = Readonly<Record<string, unknown>>;

/** https://grafana.com/docs/k6/latest/using-k6/k6-options/reference/#max-redirects */
const k6Defaults: Options = { maxRedirects: 10 };

/** A script's options, with k6's own defaults where the built-in request has others: it follows no redirect. */
export const withK6Defaults = (own: Options | undefined): Options => ({ ...k6Defaults, ...own });
