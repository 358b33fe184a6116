import { createHash } from 'node:crypto';
import { type Html, html, toText, trusted } from '../html.ts';
import { browserScript, type PageScript } from './browser-script.ts';
import { styleSheet } from './styles.ts';

const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/**
 * Content-Security-Policy of a report: nothing is loaded; of styles and scripts only the ones with these hashes.
 * `data:` images allow the empty icon, which keeps a browser from asking the host for one.
 */
const contentSecurityPolicy = (styles: string, script: string): string =>
  `default-src 'none'; style-src ${hashOf(styles)}; script-src ${hashOf(script)}; img-src data:`;

/** One self-contained HTML document: no request, the same in ten years. It needs no script to be read. */
export const renderPage = async (
  title: string,
  body: Html,
  scriptName: PageScript = 'main',
): Promise<string> => {
  const script = await browserScript(scriptName);
  return toText(html`<!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${trusted(contentSecurityPolicy(styleSheet, script))}">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <link rel="icon" href="data:,">
    <title>${title}</title>
    <style>${trusted(styleSheet)}</style>
    </head>
    <body>
    ${body}
    <script>${trusted(script)}</script>
    </body>
    </html>
    `);
};
