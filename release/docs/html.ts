import { dirname, posix } from 'node:path';
import { Marked } from 'marked';
import type { Group, Page } from './pages.ts';

/** The name that a link to a heading has, as GitHub makes it. */
const slugOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const isOutside = (href: string): boolean => /^[a-z]+:/.test(href);

/** Pages link to pages; what lies outside docs/ is found in the repository alone, so its link becomes plain text. */
const toHtml = (file: string, href: string): string | null => {
  if (isOutside(href) || href.startsWith('#')) return href;
  const leaves = posix.normalize(posix.join(dirname(file), href)).startsWith('..');
  return leaves ? null : href.replace(/\.md(?=#|$)/, '.html');
};

const bodyOf = ({ file, text }: Page): string => {
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text: heading }) {
        return `<h${depth} id="${slugOf(heading)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const inner = this.parser.parseInline(tokens);
        const target = toHtml(file, href);
        return target === null ? inner : `<a href="${escaped(target)}">${inner}</a>`;
      },
    },
  });
  return marked.parse(text, { async: false });
};

const style = `:root { color-scheme: light dark; font: 16px/1.55 system-ui, sans-serif; }
body { display: grid; grid-template-columns: 16rem minmax(0, 62rem); gap: 2rem; margin: 0 auto; max-width: 82rem; padding: 1rem; }
nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow: auto; }
nav h2 { font-size: 1rem; margin: 0 0 .3rem; }
nav ul { list-style: none; margin: 0 0 1rem; padding: 0; }
nav input { width: 90%; font: inherit; padding: .3rem; }
[aria-current] { font-weight: 700; }
pre { overflow: auto; padding: .8rem; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 6px; position: relative; }
pre button { position: absolute; top: .4rem; right: .4rem; opacity: .75; }
main > p, main > ul { max-width: 46rem; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: .3rem .5rem; text-align: left; vertical-align: top; }
img { max-width: 100%; }
@media (max-width: 50rem) { body { display: block; } nav { position: static; max-height: none; } }`;

/** Filters the list of pages as one types, and copies a block of code. Without it the pages read the same. */
const script = `const box = document.querySelector('nav input');
box.hidden = false;
box.addEventListener('input', () => {
  for (const item of document.querySelectorAll('nav li'))
    item.hidden = !item.textContent.toLowerCase().includes(box.value.toLowerCase());
});
for (const code of document.querySelectorAll('pre code')) {
  const button = document.createElement('button');
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = 'Copied';
  });
  code.parentElement.append(button);
}`;

const navOf = (page: Page, pages: readonly Page[], groups: readonly Group[]): string => {
  const linkTo = (file: string): string => {
    const title = pages.find((one) => one.file === file)?.title ?? file;
    const href = posix.relative(dirname(page.file), file.replace(/\.md$/, '.html'));
    const current = file === page.file ? ' aria-current="page"' : '';
    return `<li><a href="${escaped(href)}"${current}>${escaped(title)}</a></li>`;
  };
  const lists = groups.map(
    ({ title, files }) => `<h2>${escaped(title)}</h2><ul>${files.map(linkTo).join('')}</ul>`,
  );
  return `<nav><input type="search" placeholder="Find a page" aria-label="Find a page" hidden><ul>${linkTo('README.md')}</ul>${lists.join('')}</nav>`;
};

/** A page as HTML: one file, without a request to any other place. Its Markdown twin lies beside it. */
export const htmlOf = (page: Page, pages: readonly Page[], groups: readonly Group[]): string => {
  const twin = posix.basename(page.file);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(page.title)} · Headroom</title>
<link rel="alternate" type="text/markdown" href="${escaped(twin)}">
<style>${style}</style>
<body>
${navOf(page, pages, groups)}
<main>
${bodyOf(page)}
<p><a href="${escaped(twin)}">This page as Markdown</a></p>
</main>
<script>${script}</script>
</body>
</html>
`;
};
