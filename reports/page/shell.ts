import { createHash } from 'node:crypto';
import { type Html, html, toText, trusted } from '../html.ts';
import { styleSheet } from './styles.ts';

/**
 * Content-Security-Policy of a report: nothing is loaded, nothing runs; of styles only the one sheet with this hash.
 * `data:` images allow the empty icon, which keeps a browser from asking the host for one.
 */
const contentSecurityPolicy = (styles: string): string => {
  const hash = createHash('sha256').update(styles, 'utf8').digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; img-src data:`;
};

/** One self-contained HTML document: no script, no request, the same in ten years. */
export const renderPage = (title: string, body: Html): string =>
  toText(html`<!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${trusted(contentSecurityPolicy(styleSheet))}">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <link rel="icon" href="data:,">
    <title>${title}</title>
    <style>${trusted(styleSheet)}</style>
    </head>
    <body>
    ${body}
    </body>
    </html>
    `);
