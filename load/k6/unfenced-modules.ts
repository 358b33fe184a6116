/** Drives a Chromium of its own, whose connections no part of k6 sees. */
const browserModules = new Set(['k6/browser', 'k6/experimental/browser']);

const ownModule = 'k6/x/headroom';

/** Extensions may dial by themselves; whether one does can't be seen from outside. */
const isUnfenced = (name: string): boolean =>
  browserModules.has(name) || (name.startsWith('k6/x/') && name !== ownModule);

/**
 * The modules of a script whose connections Headroom's fence can't hold: the browser, and every extension that the
 * config does not vouch for (`safety.allowUnfenced`). A load that imports one is refused before it starts.
 *
 * @param imports names of modules, as the script imports them
 * @param vouchedFor names that may be imported all the same
 * @example unfencedAmong(['k6/http', 'k6/x/sql'], []) // ['k6/x/sql']
 */
export const unfencedAmong = (imports: readonly string[], vouchedFor: readonly string[]): string[] =>
  [...new Set(imports)].filter((name) => isUnfenced(name) && !vouchedFor.includes(name)).sort();

/**
 * The imports of a script and of all that it imports, from what `k6 deps --json` printed.
 *
 * @throws SyntaxError or TypeError when the text is not that
 */
export const importsFrom = (depsJson: string): string[] => {
  const { imports } = JSON.parse(depsJson) as { readonly imports?: unknown };
  if (!Array.isArray(imports)) throw new TypeError('k6 deps gives no list of imports');
  return imports.map(String);
};
