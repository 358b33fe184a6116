import { analyze } from '../../planner/result/build-result.ts';
import { renderExplanation } from '../../reports/explain-terminal.ts';
import { assembleReport } from '../../reports/report.ts';
import { readPlanFiles } from '../read-plan-files.ts';
import { readRecording } from '../read-recording.ts';

/** Columns where nobody says how many there are. */
const defaultColumns = 80;

/**
 * `headroom explain <run>`: why requests failed and why the service did not scale, from a run folder alone.
 *
 * @throws HeadroomError E_RUN_FOLDER when run.json is missing or broken
 */
export const explainRun = async (folder: string, { asJson }: { readonly asJson: boolean }): Promise<void> => {
  const { findings, result } = analyze(await readRecording(folder));
  if (asJson) {
    const { run, verdict, samples, decisions, scaleLag } = result;
    const { causeBySecond } = findings;
    console.log(
      JSON.stringify({
        schemaVersion: 1,
        run: run.id,
        verdict,
        findings: result.findings,
        causeBySecond,
        samples,
        ...(decisions && { decisions }),
        ...(scaleLag && { scaleLag }),
      }),
    );
    return;
  }
  const { files, notes } = await readPlanFiles(folder);
  for (const note of notes) console.error(note);
  const { stdout } = process;
  console.log(
    renderExplanation(assembleReport(result, files, notes), {
      color: stdout.isTTY && stdout.hasColors(),
      width: stdout.columns ?? defaultColumns,
    }),
  );
};
