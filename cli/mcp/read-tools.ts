import { shellPath } from '../../errors/shell-path.ts';
import { analyze } from '../../planner/result/build-result.ts';
import { renderComparison } from '../../reports/comparison-terminal.ts';
import { assembleReport } from '../../reports/report.ts';
import { renderRuns } from '../../reports/runs-terminal.ts';
import { renderVerification } from '../../reports/verification-terminal.ts';
import { notAfterDemo } from '../../reports/words/demo.ts';
import { recordedText } from '../../reports/words/plan/simulation.ts';
import { missedAtMargin } from '../../runs/schema/missed-at-margin.ts';
import { isCertain } from '../../runs/schema/plan/standing.ts';
import type { WhatIf } from '../../runs/schema/tools.ts';
import { comparisonOf } from '../compare/run-compare.ts';
import { explanationOf } from '../explain/run-explain.ts';
import { forRecordedConfig } from '../output/for-config.ts';
import { simulationsText } from '../output/print-simulations.ts';
import { readPlanFiles } from '../read-plan-files.ts';
import { readRecording } from '../read-recording.ts';
import { listRuns } from '../runs/list-runs.ts';
import { modelsFromRun } from '../simulate/from-run.ts';
import { runSimulations } from '../simulate/run-simulations.ts';
import type { Answer } from './answers.ts';

/** Columns of the words: as wide as most terminals, and narrow enough to quote. */
const width = 100;

/** `headroom simulate --from`: the recorded service, and beside it with what is changed. */
export const whatIf = async ({ run, change, ...asked }: WhatIf): Promise<Answer> => {
  const { models, recorded } = await modelsFromRun(run, {
    target: asked.target,
    min: asked.min,
    max: asked.max,
    replicas: asked.replicas,
    peak: asked.peak,
    change: change === undefined ? undefined : JSON.stringify(change),
    printModel: false,
  });
  const simulations = await runSimulations(models, { series: false, workers: undefined });
  return {
    text: `${simulationsText(simulations)}\n${recordedText(recorded)}`,
    data: { simulations, recorded: { run: recorded.runId, outcomes: recorded.outcomes } },
  };
};

/** `headroom explain`: the causes of failures, and the decisions of the autoscaler. */
export const why = async (run: string): Promise<Answer> => {
  const { document, text } = await explanationOf(run);
  return { text: text({ color: false, width }), data: document };
};

/** What is known of the proof of an advice as it stands now: of a planned run the re-run's, of a re-run its own. */
export const isItProven = async (run: string): Promise<Answer> => {
  const { result } = analyze(await readRecording(run));
  const { files, notes } = await readPlanFiles(run);
  const report = assembleReport(result, files, notes);
  const proof = report.verification ?? report.ownProof;
  const answer = (text: string, data: object): Answer => ({
    text: [text, ...(report.notes ?? [])].join('\n'),
    data,
  });
  if (proof !== undefined)
    return answer(renderVerification(proof), {
      isProven: proof.verdict === 'confirmed' && !missedAtMargin(proof),
      verification: proof,
    });
  const hasAdvice = report.advice !== undefined && isCertain(report.advice);
  return answer(
    hasAdvice
      ? `Not proven: nobody has fired the load again with the advised settings. ${result.run.isDemo ? notAfterDemo : `${forRecordedConfig(`headroom verify ${shellPath(run)}`, result.run, run)} does.`}`
      : `Nothing to prove: ${run} has no advice. headroom plan ${shellPath(run)} makes one.`,
    { isProven: false, hasAdvice },
  );
};

/** `headroom compare`: whether runs of the same load differ beyond chance. */
export const compare = async (asked: Parameters<typeof comparisonOf>[0]): Promise<Answer> => {
  const comparison = await comparisonOf(asked);
  return { text: renderComparison(comparison), data: comparison };
};

/** `headroom runs`: what was recorded, newest first. */
export const runs = async (runsFolder: string): Promise<Answer> => {
  const listed = await listRuns(runsFolder);
  return {
    text: listed.length === 0 ? `no run in ${runsFolder}` : renderRuns(listed, Date.now()),
    data: { runs: listed },
  };
};
