import type { ArgumentsCamelCase } from 'yargs';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { shellPath } from '../../errors/shell-path.ts';
import { recordedText } from '../../reports/words/plan/simulation.ts';
import type { Model } from '../../runs/schema/model/model.ts';
import { nextLine } from '../output/next-command.ts';
import { print, printNote } from '../output/print.ts';
import { printSimulations } from '../output/print-simulations.ts';
import type { SimulateArguments } from './arguments.ts';
import { modelsFromRun, type RunModels } from './from-run.ts';
import { readModels } from './read-models.ts';
import { runSimulations } from './run-simulations.ts';

type Given = ArgumentsCamelCase<SimulateArguments>;

/** What the command line says instead of the models. */
const changesOf = ({ replications, seed }: Given): Partial<Model> => ({
  ...(replications === undefined ? {} : { replications }),
  ...(seed === undefined ? {} : { seed }),
});

const nothingToSimulate = (): HeadroomError =>
  new HeadroomError('E_USAGE', {
    what: 'there is nothing to simulate',
    fix: 'name model files, or a recorded run: headroom simulate --from runs/<run>',
  });

const printModel = (recorded: RunModels | undefined, changes: Partial<Model>): void => {
  const model = recorded?.models.at(-1);
  if (model === undefined)
    throw new HeadroomError('E_USAGE', {
      what: '--print-model prints the model of a recorded run, and none is named',
      fix: 'name it: --from runs/<run>',
    });
  console.log(JSON.stringify({ ...model, ...changes }, null, 2));
};

/** What to type next: of a run the search, of models the same drawn second by second; nothing once that is done. */
const nextOf = ({ from, models = [], report }: Given): string | undefined => {
  if (from !== undefined) return `headroom plan ${shellPath(from)}`;
  return report === undefined
    ? `headroom simulate ${models.map(shellPath).join(' ')} --report simulation.html`
    : undefined;
};

/** `headroom simulate`: model files and the models of a recorded run, side by side. */
export const runSimulate = async (args: Given): Promise<void> => {
  const { from, models: files = [], json, series, report, workers } = args;
  const changes = changesOf(args);
  const fromFolder = from === undefined ? undefined : await modelsFromRun(from, args);
  if (args.printModel) return printModel(fromFolder, changes);
  const fromRun = fromFolder?.models.map((model) => ({ ...model, ...changes })) ?? [];
  const models = [...fromRun, ...(await readModels(files, changes))];
  if (models.length === 0) throw nothingToSimulate();
  const answers = await runSimulations(models, { series: series || report !== undefined, workers });
  printSimulations(series ? answers : answers.map(({ series: _, ...answer }) => answer), args);
  if (fromFolder !== undefined && !json) print(recordedText(fromFolder.recorded));
  if (report !== undefined) {
    const { writeSimulationReport } = await import('./write-report.ts');
    printNote(`report: ${await writeSimulationReport(report, answers)}`);
  }
  const next = nextOf(args);
  if (next !== undefined && !json) print(`\n${nextLine(next)}`);
};
