/** Which script a page has: a module of `reports/browser/`. */
export type PageScript = 'main' | 'comparison';

const bundled = new Map<PageScript, Promise<string>>();

const bundle = async (name: PageScript): Promise<string> => {
  const { bundleForBrowser } = await import('../../config/bundle/bundle.ts');
  const { ownModule } = await import('../../config/bundle/own-package.ts');
  return bundleForBrowser(ownModule(`reports/browser/${name}`));
};

/** The script of a page, made of `reports/browser/` once in a process. */
export const browserScript = (name: PageScript): Promise<string> => {
  const made = bundled.get(name) ?? bundle(name);
  bundled.set(name, made);
  return made;
};
