import { appendFile, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { messageOf } from '../../errors/headroom-error.ts';
import { azureCommands } from '../../reports/ci/azure.ts';
import { githubCommands } from '../../reports/ci/github.ts';
import type { WrittenReport } from '../write-report.ts';
import { printCommands } from './guard-output.ts';
import { ciServerOf } from './server.ts';

type Told = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where commands go: standard output, or standard error where the other is JSON for a program. */
  readonly stream: Writable;
  /** What could not be written; the run is reported all the same. */
  readonly note: (text: string) => void;
};

/** GitHub drops a summary of a step that is larger. */
const summaryBytesMax = 1024 * 1024;

const writeSummary = async (path: string, markdownPath: string, note: Told['note']): Promise<void> => {
  try {
    const markdown = await readFile(markdownPath);
    if (markdown.length > summaryBytesMax)
      note('the job summary is left out: report.md is larger than 1 MiB');
    else await appendFile(path, markdown);
  } catch (error) {
    note(`the job summary can't be written: ${messageOf(error)}`);
  }
};

/**
 * Tells the CI server of a run: annotations and the job's summary on GitHub Actions; issues, summary and test results on
 * Azure Pipelines. Does nothing elsewhere.
 */
export const announce = async (
  { report, htmlPath }: Pick<WrittenReport, 'report' | 'htmlPath'>,
  { env, stream, note }: Told,
): Promise<void> => {
  const server = ciServerOf(env);
  const folder = resolve(dirname(htmlPath));
  const markdownPath = resolve(folder, 'report.md');
  if (server === 'azure')
    printCommands(stream, azureCommands(report, { markdownPath, junitPath: resolve(folder, 'junit.xml') }));
  if (server !== 'github') return;
  printCommands(stream, githubCommands(report));
  const summaryPath = env['GITHUB_STEP_SUMMARY'] ?? '';
  if (summaryPath !== '') await writeSummary(summaryPath, markdownPath, note);
};

/** `announce` for a verb: with this process's variables and streams. */
export const announceHere = (
  written: Pick<WrittenReport, 'report' | 'htmlPath'>,
  json: boolean,
): Promise<void> =>
  announce(written, {
    env: process.env,
    stream: json ? process.stderr : process.stdout,
    note: console.error,
  });
