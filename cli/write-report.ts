import { analyze } from '../planner/result/build-result.ts';
import { renderJunit } from '../reports/junit.ts';
import { renderMarkdown } from '../reports/markdown.ts';
import { renderHtml } from '../reports/report-html.ts';
import { writeJson, writeText } from '../runs/folder.ts';
import { findingsSchema, type Result, resultSchema } from '../runs/schema/result.ts';
import { timelineSchema } from '../runs/schema/timeline.ts';
import { readRecording } from './read-recording.ts';

export type WrittenReport = { readonly result: Result; readonly htmlPath: string };

/** Analyses a run folder and writes all that can be read from it: timeline, findings, result and the reports. */
export const writeReport = async (folder: string): Promise<WrittenReport> => {
  const { timeline, findings, result } = analyze(await readRecording(folder));
  await writeJson(folder, 'timeline.json', timelineSchema, timeline);
  await writeJson(folder, 'findings.json', findingsSchema, findings);
  await writeJson(folder, 'result.json', resultSchema, result);
  await writeText(folder, 'report.md', renderMarkdown(result));
  await writeText(folder, 'junit.xml', renderJunit(result));
  const htmlPath = await writeText(folder, 'report.html', await renderHtml(result));
  return { result, htmlPath };
};
