import { resolve } from 'node:path';
import type { ArgumentsCamelCase } from 'yargs';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { plannedArrivalsBySecond, plannedSecondsOf } from '../../planner/timeline/planned-rate.ts';
import { dailyPeaksOf, minutePeakOf } from '../../planner/traffic/daily-peaks.ts';
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
import { dayLines, longTraceText, readingLines } from '../../reports/words/run/trace.ts';
import { type TraceReading, traceRecordOf } from '../../runs/schema/load/trace-reading.ts';
import type { Run } from '../../runs/schema/run.ts';
import { peakFactorOf } from '../peak-factor.ts';
import type { PlanArguments } from './arguments.ts';

type Given = Pick<
  ArgumentsCamelCase<PlanArguments>,
  'peak' | 'for' | 'spikeShare' | 'column' | 'unit' | 'step' | 'gaps' | 'timeZone' | 'dateOrder'
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
const traceOptionsOf = ({ column, unit, step, gaps, timeZone, dateOrder }: Given) => {
  if (step !== undefined && !(Number.isInteger(step) && step >= 1 && step <= 86_400))
    throw new HeadroomError('E_USAGE', {
      what: `--step is ${step}`,
      fix: 'give whole seconds from 1 to 86400',
    });
  return { column, unit, step, gaps, timeZone, dateOrder };
};

const isCounted = ({ kind, stepSeconds }: TraceReading): boolean =>
  kind === 'times' || (kind === 'counts' && stepSeconds === 1);

/** A load, and the daily peaks of the trace that it comes from: none where it comes from no trace of days. */
export type PlannedLoad = {
  readonly load: PlanLoad;
  readonly dailyPeaks: readonly number[];
  /** The highest minute of what is planned for, which a margin comes on top of. */
  readonly plannedPeak: number;
};

const withoutDays = (load: PlanLoad): PlannedLoad => ({ load, dailyPeaks: [], plannedPeak: 0 });

/** The recorded load; of a replay with the days of its whole trace, of which it may have fired a part. */
const recordedLoad = (run: Run): PlannedLoad => {
  const load = loadOfPhases(run.phases);
  const { load: config } = run.config;
  const rateFactor = config.scenario === 'replay' ? config.rateFactor : 1;
  return {
    load,
    dailyPeaks: (run.trace?.dailyPeaks ?? []).map((peak) => peak * rateFactor),
    plannedPeak: minutePeakOf(plannedArrivalsBySecond(run.phases, plannedSecondsOf(run.phases))),
  };
};

const loadOfFile = async (
  file: string,
  recorded: RateLoad,
  args: Given,
  note: Note,
): Promise<PlannedLoad> => {
  // Few plans are for a file, and it takes many modules to read any form of one.
  const { readPlannedTraffic } = await import('../../config/trace/read-planned.ts');
  const traffic = readPlannedTraffic(resolve(file), traceOptionsOf(args));
  if (traffic.kind === 'day') {
    for (const line of dayLines(traffic.profile)) note(line);
    return withoutDays(loadOfDay(traffic.profile.steps, spikeOf(recorded, args.spikeShare)));
  }
  const { perSecond } = traffic.reading;
  for (const line of readingLines(traceRecordOf(traffic.reading))) note(line);
  const load = loadOfTrace(perSecond, isCounted(traffic.reading));
  if (load.kind !== 'day') return withoutDays(load);
  note(longTraceText(load.periodSeconds));
  return {
    load: withSpike(load, spikeOf(recorded, args.spikeShare)),
    dailyPeaks: dailyPeaksOf(perSecond),
    plannedPeak: minutePeakOf(perSecond),
  };
};

type Note = (text: string) => void;

/**
 * The load to plan for: the recorded one, a higher peak of it, a trace, or a day.
 *
 * @throws HeadroomError for options and files that make none
 */
export const loadFor = async (last: Run, args: Given, note: Note): Promise<PlannedLoad> => {
  const { peak, for: file } = args;
  const recorded = recordedLoad(last);
  if (file !== undefined) return loadOfFile(file, loadOfPhases(last.phases), args, note);
  return peak === undefined ? recorded : withoutDays(peakTimes(recorded.load, peakFactorOf(peak)));
};
