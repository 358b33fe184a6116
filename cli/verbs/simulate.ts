import type { ArgumentsCamelCase, Argv } from 'yargs';
import type { SimulateArguments } from '../simulate/arguments.ts';

/** `headroom simulate`: how yargs shows and reads it. */
export const simulateCommand = {
  command: 'simulate [models..]',
  describe: 'simulate endpoint and autoscaler: what would happen, without firing a request',
  builder: (args: Argv) =>
    args
      .positional('models', {
        type: 'string',
        array: true,
        describe: 'model files (JSON), shown side by side',
      })
      .option('from', {
        type: 'string',
        describe: 'run folder: simulate the recorded service as it was, and with the changes below',
      })
      .option('target', { type: 'number', describe: "what if: the rule's target, in its own unit: 0.7" })
      .option('min', { type: 'number', describe: 'what if: least replicas' })
      .option('max', { type: 'number', describe: 'what if: most replicas' })
      .option('replicas', { type: 'number', describe: 'what if: a fixed number, without autoscaler' })
      .option('peak', { type: 'string', describe: 'what if: a spike this many times as high, such as 2x' })
      .option('change', {
        type: 'string',
        describe:
          'what if: any other fields of a model file, as JSON: \'{"router": {"queueWaitLimitMs": 1000}}\'',
      })
      .option('print-model', {
        type: 'boolean',
        default: false,
        describe: 'with --from: print the model as a file for this verb, and simulate nothing',
      })
      .implies({ target: 'from', min: 'from', max: 'from', replicas: 'from', peak: 'from', change: 'from' })
      .conflicts('replicas', ['target', 'min', 'max'])
      .option('json', {
        type: 'boolean',
        default: false,
        describe: 'print JSON: an array for several models',
      })
      .option('series', { type: 'boolean', default: false, describe: 'with --json: add per-second series' })
      .option('replications', { type: 'number', describe: "instead of the model's" })
      .option('seed', { type: 'number', describe: "instead of the model's" })
      .option('workers', { type: 'number', describe: 'threads; the answer does not depend on them' })
      .option('report', {
        type: 'string',
        describe: 'also draw the models side by side into this HTML file',
      }),
  handler: async (args: ArgumentsCamelCase<SimulateArguments>): Promise<void> => {
    const { runSimulate } = await import('../simulate/run-simulate.ts');
    await runSimulate(args);
  },
};
