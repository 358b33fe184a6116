import { appendFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { messageOf } from '../../errors/headroom-error.ts';
import { annotationsOf, comparisonAnnotation } from '../../reports/ci/annotations.ts';
import { azureIssues, azurePublished } from '../../reports/ci/azure.ts';
import { githubCommands } from '../../reports/ci/github.ts';
import { comparisonMarkdown } from '../../reports/comparison-markdown.ts';
import { renderMarkdown } from '../../reports/markdown.ts';
import type { Comparison } from '../../runs/schema/comparison.ts';
import { withOwnNames } from '../output/with-own-names.ts';
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

const writeSummary = async (markdown: string, { env, note }: Told): Promise<void> => {
  const path = env['GITHUB_STEP_SUMMARY'] ?? '';
  if (path === '') return;
  if (Buffer.byteLength(markdown) > summaryBytesMax) {
    note('the job summary is left out: it is larger than 1 MiB');
    return;
  }
  try {
    await appendFile(path, markdown);
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
  told: Told,
): Promise<void> => {
  const server = ciServerOf(told.env);
  const own = { run: report.result.run, folder: dirname(htmlPath) };
  const annotations = annotationsOf(report).map((one) => ({
    ...one,
    message: withOwnNames(one.message, own),
  }));
  if (server === 'github') {
    printCommands(told.stream, githubCommands(annotations));
    await writeSummary(withOwnNames(renderMarkdown(report), own), told);
  }
  if (server !== 'azure') return;
  const folder = resolve(dirname(htmlPath));
  const files = { markdownPath: resolve(folder, 'report.md'), junitPath: resolve(folder, 'junit.xml') };
  printCommands(told.stream, [...azureIssues(annotations), ...azurePublished(report.result, files)]);
};

/** Tells the CI server of a comparison: an annotation or issue, and the table in GitHub's summary of the job. */
export const announceComparison = async (comparison: Comparison, told: Told): Promise<void> => {
  const server = ciServerOf(told.env);
  const annotations = [comparisonAnnotation(comparison)];
  if (server === 'azure') printCommands(told.stream, azureIssues(annotations));
  if (server !== 'github') return;
  printCommands(told.stream, githubCommands(annotations));
  await writeSummary(comparisonMarkdown(comparison), told);
};

/** This process's variables and streams, for a verb. */
export const told = ({ json }: { readonly json: boolean }): Told => ({
  env: process.env,
  stream: json ? process.stderr : process.stdout,
  note: console.error,
});
