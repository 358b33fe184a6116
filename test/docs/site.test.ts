import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSite } from '../../release/docs/site.ts';

const root = join(import.meta.dirname, '../..');
let site: string;

beforeAll(async () => {
  site = await mkdtemp(join(tmpdir(), 'headroom-site-'));
  await buildSite(root, site);
});

afterAll(() => rm(site, { recursive: true, force: true }));

const filesIn = (folder: string, extension: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(extension))
    .sort();

const textOf = (file: string): string => readFileSync(join(site, file), 'utf8');

describe('the documentation as HTML', () => {
  it('has a page, and a Markdown twin, for every page of docs/', () => {
    const pages = filesIn(join(root, 'docs'), '.md');
    expect(pages.length).toBeGreaterThan(20);
    expect(filesIn(site, '.md')).toEqual(pages);
    const html = filesIn(site, '.html').filter((file) => file !== 'index.html');
    expect(html.map((file) => file.replace(/html$/, 'md'))).toEqual(pages);
    for (const file of pages) expect(textOf(file)).toBe(readFileSync(join(root, 'docs', file), 'utf8'));
  });

  it('links to pages and headings that are there', () => {
    const broken = filesIn(site, '.html').flatMap((file) =>
      [...textOf(file).matchAll(/href="([^"#:]*)(?:#([^"]*))?"/g)]
        .filter(([, path = '', anchor]) => {
          const target = path === '' ? file : join(dirname(file), path);
          if (!existsSync(join(site, target))) return true;
          return anchor !== undefined && !textOf(target).includes(`id="${anchor}"`);
        })
        .map(([link]) => `${file}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it('asks no other place for anything, and shows code as it is written', () => {
    for (const file of filesIn(site, '.html'))
      expect(textOf(file)).not.toMatch(/<(?:script|img|link)[^>]+https?:/);
    expect(textOf('how-to/hpa.html')).toContain('<title>A Deployment with an HPA · Headroom</title>');
    expect(textOf('apply-command.html')).toContain('&#39;{settings}&#39;');
  });

  it('lists every page in llms.txt, by its Markdown twin', () => {
    const listed = [...textOf('llms.txt').matchAll(/\]\(([^)]+)\)/g)].map(([, file]) => file);
    expect(listed.toSorted()).toEqual(filesIn(site, '.md').filter((file) => file !== 'README.md'));
    expect(textOf('llms.txt')).toMatch(/^# Headroom\n\n> .{40,}\n/);
  });
});
