import { analyze } from '../../planner/result/build-result.ts';
import { renderExplanation } from '../../reports/explain-terminal.ts';
import { assembleReport } from '../../reports/report.ts';
import { closingLine } from '../../reports/terminal.ts';
import { withConfig } from '../../reports/words/with-config.ts';
import { recordedConfig } from '../output/for-config.ts';
import { nextAfterLook, nextLine } from '../output/next-command.ts';
import { print, printNote, summaryLook } from '../output/print.ts';
import { withFolders } from '../output/with-folders.ts';
import { readPlanFiles } from '../read-plan-files.ts';
import { readRecording } from '../read-recording.ts';
import { refuseWhileFired } from '../refuse-while-fired.ts';

type Explained = {
  /** `--json`: the findings, the cause of each second, and the decisions of the autoscaler. */
  readonly document: object;
  /** The same in words, for a number of columns, with or without colour. */
  readonly text: (style: { readonly color: boolean; readonly width: number }) => string;
  /** What of the folder can't be shown, a sentence each. */
  readonly notes: readonly string[];
  /** The verdict again, and what to type next. */
  readonly closing: Explained['text'];
  readonly next: string;
};

/**
 * Why requests failed and why the service did not scale, from a run folder alone.
 *
 * @throws HeadroomError E_RUN_FOLDER when run.json is missing or broken, E_USAGE while the load of the run is still fired
 */
export const explanationOf = async (folder: string): Promise<Explained> => {
  await refuseWhileFired([folder]);
  const { findings, result } = analyze(await readRecording(folder));
  const { run, verdict, samples, decisions, scaleLag } = result;
  const { files, notes } = await readPlanFiles(folder);
  const report = assembleReport(result, files, notes);
  return {
    document: {
      schemaVersion: 1,
      run: run.id,
      verdict,
      findings: result.findings,
      causeBySecond: findings.causeBySecond,
      samples,
      ...(decisions && { decisions }),
      ...(scaleLag && { scaleLag }),
    },
    text: (style) =>
      withFolders(withConfig(renderExplanation(report, style), recordedConfig(run, folder)), {
        [run.id]: folder,
      }),
    notes: report.notes ?? [],
    closing: (style) => closingLine(report, style),
    next: nextAfterLook(report, folder),
  };
};

/** `headroom explain <run>`: the explanation on stdout. @throws HeadroomError as `explanationOf` */
export const explainRun = async (folder: string, { asJson }: { readonly asJson: boolean }): Promise<void> => {
  const { document, text, notes, closing, next } = await explanationOf(folder);
  if (asJson) {
    console.log(JSON.stringify(document));
    return;
  }
  for (const note of notes) printNote(note);
  const style = summaryLook();
  console.log(`${text(style)}\n\n${closing(style)}`);
  print(nextLine(next));
};
