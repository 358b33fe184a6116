import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import type { Report } from '../../reports/report.ts';
import { renderHtml } from '../../reports/report-html.ts';
import { type Browser, launchChromium, type Page, type Viewport } from './chromium.ts';

/** One browser and one folder of pages for the tests around it. */
export const withBrowser = () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'headroom-pages-'));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });
  const keep = (name: string, page: string): string => {
    const file = join(folder, `${name}.html`);
    writeFileSync(file, page);
    return pathToFileURL(file).href;
  };
  return {
    /** The address of the page of a report. */
    write: async (name: string, report: Report): Promise<string> => keep(name, await renderHtml(report)),
    /** The address of a page. */
    writeHtml: (name: string, page: string): string => keep(name, page),
    open: (url: string, viewport: Viewport): Promise<Page> => browser.open(url, viewport),
  };
};
