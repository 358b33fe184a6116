import type { TraceGaps } from '../../runs/schema/load/trace-gaps.ts';
import type { TraceUnit } from '../../runs/schema/load/trace-units.ts';

/** What the command line of `headroom plan` says, by the names of its options. */
export type PlanArguments = {
  readonly runs: readonly string[];
  readonly peak: string | undefined;
  readonly for: string | undefined;
  readonly column: string | undefined;
  readonly unit: TraceUnit | undefined;
  readonly step: number | undefined;
  readonly gaps: TraceGaps | undefined;
  readonly 'time-zone': string | undefined;
  readonly 'date-order': 'dayFirst' | 'monthFirst' | undefined;
  readonly margin: number | undefined;
  readonly confidence: number | undefined;
  readonly 'spike-share': number | undefined;
  readonly budget: number | undefined;
  readonly 'price-per-replica-hour': number | undefined;
  readonly 'price-per-node-hour': number | undefined;
  readonly 'pods-per-node': number | undefined;
  readonly settings: string | undefined;
  readonly seed: number;
  readonly quiet: boolean;
  readonly json: boolean;
};
