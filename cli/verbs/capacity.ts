import type { ArgumentsCamelCase, Argv } from 'yargs';
import type { CapacityArguments } from '../capacity/run-capacity.ts';

/** `headroom capacity`: how yargs shows and reads it. */
export const capacityCommand = {
  command: 'capacity <run>',
  describe: 'how much load the settings in use hold, and those advised: by simulation, without a search',
  builder: (args: Argv) =>
    args
      .positional('run', { type: 'string', demandOption: true, describe: 'the run folder' })
      .option('confidence', {
        type: 'number',
        describe: 'chance of meeting the SLO, a share (default: plan.confidence of the config, 0.95)',
      })
      .option('seed', { type: 'number', default: 1, describe: 'the same run and seed give the same answer' })
      .option('json', { type: 'boolean', default: false, describe: 'print JSON' }),
  handler: async (args: ArgumentsCamelCase<CapacityArguments>): Promise<void> => {
    const { runCapacity } = await import('../capacity/run-capacity.ts');
    await runCapacity(args);
  },
};
