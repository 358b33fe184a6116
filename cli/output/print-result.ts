import { dirname } from 'node:path';
import { closingLine, renderSummary } from '../../reports/terminal.ts';
import type { WrittenReport } from '../write-report.ts';
import { forRecordedConfig } from './next-command.ts';
import { print, printNote, summaryLook } from './print.ts';
import { shownPath } from './shown-path.ts';
import { withFolders } from './with-folders.ts';

/** The commands of a summary, each at the end of its line. */
const nextCommands = /(?<=^ *Next: )headroom .*$/gm;

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
  const folder = dirname(htmlPath);
  const summary = withFolders(renderSummary(report, look), { [result.run.id]: folder });
  console.log(summary.replace(nextCommands, (command) => forRecordedConfig(command, result.run, folder)));
  print(`report: ${shownPath(htmlPath)}`);
  console.log(`\n${closingLine(report, look)}`);
};
