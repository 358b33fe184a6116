import type { Analysis } from '../planner/result/build-result.ts';
import { renderJunit } from '../reports/junit.ts';
import { renderMarkdown } from '../reports/markdown.ts';
import { assembleReport, type Report } from '../reports/report.ts';
import { renderHtml } from '../reports/report-html.ts';
import { removeLeftParts, writeJson, writeText } from '../runs/folder.ts';
import { findingsSchema } from '../runs/schema/result/findings.ts';
import { timelineSchema } from '../runs/schema/result/timeline.ts';
import { type Result, resultSchema } from '../runs/schema/result.ts';
import { withOwnNames } from './output/with-own-names.ts';
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

/**
 * Analyses a run folder and writes all that can be read from it: timeline, findings, result and the reports, with the
 * advice and the proof where the folder holds them. The same folder gives the same bytes, but for how commands name it from
 * the working folder.
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
  const own = { run: result.run, folder };
  await writeText(folder, 'report.md', withOwnNames(renderMarkdown(report), own));
  await writeText(folder, 'junit.xml', renderJunit(report));
  const htmlPath = await writeText(folder, 'report.html', withOwnNames(await renderHtml(report), own));
  await removeLeftParts(folder);
  return { result, report, htmlPath };
};
