import type { ArgumentsCamelCase, Argv } from 'yargs';

type Arguments = {
  readonly models: readonly string[];
  readonly json: boolean;
  readonly series: boolean;
  readonly replications: number | undefined;
  readonly seed: number | undefined;
  readonly workers: number | undefined;
  readonly report: string | undefined;
};

export const simulateCommand = {
  command: 'simulate <models..>',
  describe: 'simulate endpoint and autoscaler: what would happen, without firing a request',
  builder: (args: Argv) =>
    args
      .positional('models', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'model files (JSON), shown side by side',
      })
      .option('json', {
        type: 'boolean',
        default: false,
        describe: 'print JSON: an array for several models',
      })
      .option('series', { type: 'boolean', default: false, describe: 'add per-second series to the JSON' })
      .option('replications', { type: 'number', describe: "instead of the model's" })
      .option('seed', { type: 'number', describe: "instead of the model's" })
      .option('workers', { type: 'number', describe: 'threads; the answer does not depend on them' })
      .option('report', {
        type: 'string',
        describe: 'also draw the models side by side into this HTML file',
      }),
  handler: async (args: ArgumentsCamelCase<Arguments>): Promise<void> => {
    const { runSimulations } = await import('../run-simulations.ts');
    const { printSimulations } = await import('../output/print-simulations.ts');
    const answers = await runSimulations({ ...args, series: args.series || args.report !== undefined });
    printSimulations(args.series ? answers : answers.map(({ series: _, ...answer }) => answer), args);
    if (args.report === undefined) return;
    const { writeSimulationReport } = await import('../write-simulation-report.ts');
    console.error(`report: ${await writeSimulationReport(args.report, answers)}`);
  },
};
