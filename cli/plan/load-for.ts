import { resolve } from 'node:path';
import type { ArgumentsCamelCase } from 'yargs';
import { readPlannedTraffic } from '../../config/trace/read-planned.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import type { Recording } from '../../planner/timeline/recording.ts';
import {
  loadOfDay,
  loadOfPhases,
  loadOfTrace,
  type PlanLoad,
  peakTimes,
  type RateLoad,
  ratesOf,
  withSpike,
} from '../../planner/traffic/load.ts';
import { longTraceText, readingLines } from '../../reports/words/trace.ts';
import { type TraceReading, traceRecordOf } from '../../runs/schema/trace-reading.ts';
import { peakFactorOf } from '../peak-factor.ts';
import type { PlanArguments } from './arguments.ts';

type Given = Pick<
  ArgumentsCamelCase<PlanArguments>,
  'peak' | 'for' | 'spikeShare' | 'column' | 'unit' | 'step' | 'timeZone' | 'dateOrder'
>;

/** Of a day the share of the time is that of the recorded spike, laid on top: without a share there is none. */
const spikeOf = (recorded: RateLoad, spikeShare: number | undefined): RateLoad | undefined => {
  if (spikeShare === undefined || spikeShare === 0) return undefined;
  const { baseline, peak } = ratesOf(recorded);
  if (baseline < peak) return recorded;
  throw new HeadroomError('E_USAGE', {
    what: `--spike-share is ${spikeShare}, but the recorded load never rises above its ${baseline} requests/s`,
    fix: 'plan from a run of the scenario spike, or without --spike-share',
  });
};

/** What the command line decides about a trace. */
const traceOptionsOf = ({ column, unit, step, timeZone, dateOrder }: Given) => {
  if (step !== undefined && !(Number.isInteger(step) && step >= 1 && step <= 86_400))
    throw new HeadroomError('E_USAGE', {
      what: `--step is ${step}`,
      fix: 'give whole seconds from 1 to 86400',
    });
  return { column, unit, step, timeZone, dateOrder };
};

const isCounted = ({ kind, stepSeconds }: TraceReading): boolean =>
  kind === 'times' || (kind === 'counts' && stepSeconds === 1);

/**
 * The load to plan for: the recorded one, a higher peak of it, a trace, or a day.
 *
 * @throws HeadroomError for options and files that make none
 */
export const loadFor = ({ run }: Recording, args: Given, note: (text: string) => void): PlanLoad => {
  const { peak, for: file } = args;
  const recorded = loadOfPhases(run.phases);
  if (file !== undefined) {
    const traffic = readPlannedTraffic(resolve(file), traceOptionsOf(args));
    if (traffic.kind === 'day') return loadOfDay(traffic.steps, spikeOf(recorded, args.spikeShare));
    for (const line of readingLines(traceRecordOf(traffic.reading))) note(line);
    const load = loadOfTrace(traffic.reading.perSecond, isCounted(traffic.reading));
    if (load.kind !== 'day') return load;
    note(longTraceText(load.periodSeconds));
    return withSpike(load, spikeOf(recorded, args.spikeShare));
  }
  return peak === undefined ? recorded : peakTimes(recorded, peakFactorOf(peak));
};
