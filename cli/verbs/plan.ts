import type { ArgumentsCamelCase, Argv } from 'yargs';
import { traceGaps } from '../../runs/schema/load/trace-gaps.ts';
import { traceUnits } from '../../runs/schema/load/trace-units.ts';
import type { PlanArguments } from '../plan/arguments.ts';
import { quietOption } from '../shared-options.ts';

/** `headroom plan`: how yargs shows and reads it. */
export const planCommand = {
  command: 'plan <runs..>',
  describe: 'calibrate a simulation by recorded runs and recommend settings, with probability and price',
  builder: (args: Argv) =>
    args
      .positional('runs', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'run folders of one service; the advice is written into the last',
      })
      .option('peak', { type: 'string', describe: 'plan for a spike this many times as high, such as 2x' })
      .option('for', {
        type: 'string',
        describe:
          'plan for a trace (numbers of requests, or one row for each: CSV, JSON, access logs), or for a day: ' +
          'time_of_day,rate',
      })
      .option('column', { type: 'string', describe: 'of --for: the column to read, such as requests' })
      .option('unit', {
        choices: traceUnits,
        describe: 'of --for: what a number counts (default: by the name of its column)',
      })
      .option('step', { type: 'number', describe: 'of --for: seconds of a row, such as 60' })
      .option('gaps', {
        choices: traceGaps,
        describe:
          'of --for: what a step without a number is: no requests, or on the line between the numbers around it',
      })
      .option('time-zone', {
        type: 'string',
        describe: 'of --for: zone of times that name none (default: UTC)',
      })
      .option('date-order', {
        choices: ['dayFirst', 'monthFirst'] as const,
        describe: 'of --for: what 1/5/2024 means, if the dates do not show it',
      })
      .implies({ column: 'for', unit: 'for', step: 'for', gaps: 'for' })
      .implies({ 'time-zone': 'for', 'date-order': 'for' })
      .option('margin', {
        type: 'number',
        describe:
          'the SLO must hold at a peak so much higher, a share (default: plan.margin of the config, 0.2)',
      })
      .option('confidence', {
        type: 'number',
        describe:
          'chance of meeting the SLO that the advice must have, a share (default: plan.confidence of the config, 0.95)',
      })
      .option('spike-share', {
        type: 'number',
        describe:
          'share of time under the load, for the cost; the rest is at its baseline (default: plan.spikeShare of the ' +
          'config, 0.01). With a day: under the recorded spike, added to its highest level (default: no spike)',
      })
      .option('budget', {
        alias: 'max-replicas',
        type: 'number',
        describe: 'the most replicas that an advice may have; only this lowers a maximum in use',
      })
      .option('price-per-replica-hour', {
        type: 'number',
        describe: 'price of a replica per hour, in any currency',
      })
      .option('price-per-node-hour', {
        type: 'number',
        describe:
          'price of a node per hour, in any currency; a node that is filled by half counts half; needs --pods-per-node',
      })
      .option('pods-per-node', {
        type: 'number',
        describe: 'replicas that one node holds; needs --price-per-node-hour',
      })
      .implies({ 'price-per-node-hour': 'pods-per-node', 'pods-per-node': 'price-per-node-hour' })
      .conflicts('price-per-node-hour', 'price-per-replica-hour')
      .conflicts('peak', 'for')
      .option('settings', {
        type: 'string',
        describe: 'your own settings file: a patched copy, comments kept, is written beside the fresh ones',
      })
      .option('seed', { type: 'number', default: 1, describe: 'the same runs and seed give the same advice' })
      .option('quiet', quietOption)
      .option('json', { type: 'boolean', default: false, describe: 'print recommendation.json' }),
  handler: async (args: ArgumentsCamelCase<PlanArguments>): Promise<void> => {
    const { runPlan } = await import('../plan/run-plan.ts');
    const { listenForInterrupt } = await import('../run/interrupt.ts');
    using interrupt = listenForInterrupt();
    await runPlan(args, interrupt);
  },
};
