let bundled: Promise<string> | undefined;

const bundle = async (): Promise<string> => {
  const { bundleForBrowser, ownModule } = await import('../../config/bundle.ts');
  return bundleForBrowser(ownModule('reports/browser/main'));
};

/** The script of a page, made of `reports/browser/` once in a process. */
export const browserScript = (): Promise<string> => {
  bundled ??= bundle();
  return bundled;
};
