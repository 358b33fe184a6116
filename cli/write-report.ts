import { basename, dirname, join, resolve } from 'node:path';
import type { Analysis } from '../planner/result/build-result.ts';
import { renderJunit } from '../reports/junit.ts';
import { renderMarkdown } from '../reports/markdown.ts';
import { assembleReport, type Report } from '../reports/report.ts';
import { renderHtml } from '../reports/report-html.ts';
import { removeLeftParts, writeJson, writeText } from '../runs/folder.ts';
import { findingsSchema } from '../runs/schema/findings.ts';
import { type Result, resultSchema } from '../runs/schema/result.ts';
import { timelineSchema } from '../runs/schema/timeline.ts';
import { withFolders } from './output/with-folders.ts';
import { readPlanFiles } from './read-plan-files.ts';
import { readRelatedRuns } from './read-related-runs.ts';

/** What was reported, and where the page lies. */
export type WrittenReport = {
  readonly result: Result;
  /** The result with the advice and the proof that the folder holds. */
  readonly report: Report;
  readonly htmlPath: string;
};

/** Its modules are loaded where they are needed: a plan has analysed its recording on another thread. */
const analysisOf = async (folder: string): Promise<Analysis> => {
  const { analyze } = await import('../planner/result/build-result.ts');
  const { readRecording } = await import('./read-recording.ts');
  return analyze(await readRecording(folder));
};

/** Names that stand in a page as they are; an odd one would have to be escaped for the place where it stands. */
const plainName = /^[\w./ -]+$/;

/**
 * What a report says, its commands with the folder as it is called, beside the one that it lies in. So they can be typed where
 * that one lies, and a report says the same from wherever it is made.
 */
const withOwnFolder = (
  text: string,
  { id, folder }: { readonly id: string; readonly folder: string },
): string => {
  const path = resolve(folder);
  const name = join(basename(dirname(path)), basename(path));
  return plainName.test(name) ? withFolders(text, { [id]: name }) : text;
};

/**
 * Analyses a run folder and writes all that can be read from it: timeline, findings, result and the reports, with the
 * advice and the proof where the folder holds them. The same folder gives the same bytes.
 *
 * @param known what the recording comes to, where it was analysed before
 * @throws HeadroomError E_RUN_FOLDER, E_DISK
 */
export const writeReport = async (folder: string, known?: Analysis): Promise<WrittenReport> => {
  const { timeline, findings, result } = known ?? (await analysisOf(folder));
  const { files, notes } = await readPlanFiles(folder);
  const related = await readRelatedRuns(folder, result, files.verification);
  const report = assembleReport(result, { ...files, ...related }, notes);
  await writeJson(folder, 'timeline.json', timelineSchema, timeline);
  await writeJson(folder, 'findings.json', findingsSchema, findings);
  await writeJson(folder, 'result.json', resultSchema, result);
  const own = { id: result.run.id, folder };
  await writeText(folder, 'report.md', withOwnFolder(renderMarkdown(report), own));
  await writeText(folder, 'junit.xml', renderJunit(report));
  const htmlPath = await writeText(folder, 'report.html', withOwnFolder(await renderHtml(report), own));
  await removeLeftParts(folder);
  return { result, report, htmlPath };
};
