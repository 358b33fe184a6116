import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { announce, announceComparison } from '../../../cli/ci/announce.ts';
import { guardOutput, printCommands } from '../../../cli/ci/guard-output.ts';
import { ciServerOf } from '../../../cli/ci/server.ts';
import { comparisonMarkdown } from '../../../reports/comparison-markdown.ts';
import { renderMarkdown } from '../../../reports/markdown.ts';
import { slowerComparison } from '../../builders/comparison.ts';
import { spikeResult } from '../../builders/result.ts';
import { temporaryFolder } from '../../builders/run-folder.ts';

/** What a run tells, given these variables; with the notes. */
const told = async (folder: string, env: Readonly<Record<string, string>>) => {
  const stream = new PassThrough();
  const notes: string[] = [];
  await announce(
    { report: { result: spikeResult() }, htmlPath: join(folder, 'report.html') },
    { env, stream, note: (note) => notes.push(note) },
  );
  stream.end();
  return { printed: await text(stream), notes };
};

describe('telling a CI server of a run', () => {
  it('annotates on GitHub Actions, and adds the report to what the summary has', async () => {
    const folder = await temporaryFolder();
    const summary = join(folder, 'summary.md');
    await writeFile(summary, 'before\n');
    const { printed, notes } = await told(folder, { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary });
    expect(printed).toMatch(/^::error title=Headroom%3A SLO not met::/);
    const report = renderMarkdown({ result: spikeResult() });
    const own = join(basename(dirname(folder)), basename(folder));
    const typed = report.replaceAll(`runs/${spikeResult().run.id}`, own);
    expect(typed).not.toBe(report);
    expect(await readFile(summary, 'utf8')).toBe(`before\n${typed}`);
    expect(printed).toContain(`headroom plan ${own}`);
    expect(notes).toEqual([]);
  });

  it('says what could not be written, and goes on', async () => {
    const folder = await temporaryFolder();
    const { printed, notes } = await told(folder, { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: folder });
    expect(printed).toMatch(/^::error /);
    expect(notes.join()).toContain("the job summary can't be written");
  });

  it('names the files of the folder to Azure Pipelines', async () => {
    const { printed } = await told('/runs/a', { TF_BUILD: 'True' });
    expect(printed).toContain('##vso[task.uploadsummary]/runs/a/report.md\n');
    expect(printed).toContain('resultFiles=/runs/a/junit.xml]\n');
  });

  it('says nothing outside of a known CI server', async () => {
    expect(await told('/runs/a', {})).toEqual({ printed: '', notes: [] });
    expect(ciServerOf({ CI: 'true' })).toBeUndefined();
  });
});

describe('telling a CI server of a comparison', () => {
  const tell = async (env: Readonly<Record<string, string>>) => {
    const stream = new PassThrough();
    await announceComparison(slowerComparison(), { env, stream, note: () => {} });
    stream.end();
    return text(stream);
  };

  it('annotates on GitHub Actions, with the table in the summary', async () => {
    const summary = join(await temporaryFolder(), 'summary.md');
    expect(await tell({ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary })).toMatch(
      /^::error title=Headroom%3A new-run compared with base-run::Worse/,
    );
    expect(await readFile(summary, 'utf8')).toBe(comparisonMarkdown(slowerComparison()));
  });

  it('raises an issue on Azure Pipelines, and says nothing elsewhere', async () => {
    expect(await tell({ TF_BUILD: 'True' })).toMatch(/^##vso\[task\.logissue type=error\]Headroom: new-run/);
    expect(await tell({})).toBe('');
  });
});

describe('guarded output', () => {
  it('prints no command but ours, and ends with its guard', async () => {
    const stream = new PassThrough();
    {
      using _guard = guardOutput([stream]);
      stream.write('::warning::of others\n');
      printCommands(stream, ['::warning::ours']);
    }
    stream.end('::warning::after\n');
    expect(await text(stream)).toBe(':\u200b:warning::of others\n::warning::ours\n::warning::after\n');
  });
});
