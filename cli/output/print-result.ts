import { dirname } from 'node:path';
import { closingLine, renderSummary } from '../../reports/terminal.ts';
import { withConfig } from '../../reports/words/with-config.ts';
import type { WrittenReport } from '../write-report.ts';
import { recordedConfig } from './for-config.ts';
import { print, printNote, summaryLook } from './print.ts';
import { shownPath } from './shown-path.ts';
import { asStarted } from './started-as.ts';
import { withFolders } from './with-folders.ts';

/** The summary of a run for people, its commands as they can be typed here. */
export const summaryText = (
  { report, htmlPath }: Pick<WrittenReport, 'report' | 'htmlPath'>,
  look: Parameters<typeof renderSummary>[1],
): string => {
  const { run } = report.result;
  const folder = dirname(htmlPath);
  const summary = withConfig(asStarted(renderSummary(report, look)), recordedConfig(run, folder));
  return withFolders(summary, { [run.id]: folder });
};

/** The result on stdout, a summary for people or JSON for machines; notes on broken files on stderr. */
export const printResult = ({
  result,
  report,
  htmlPath,
  json,
}: WrittenReport & { readonly json: boolean }): void => {
  for (const note of report.notes ?? []) printNote(note);
  if (json) {
    console.log(JSON.stringify(result));
    return;
  }
  const look = summaryLook();
  console.log(summaryText({ report, htmlPath }, look));
  print(`report: ${shownPath(htmlPath)}`);
  console.log(`\n${closingLine(report, look)}`);
};
