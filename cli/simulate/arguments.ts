/** What the command line of `headroom simulate` says, by the names of its options. */
export type SimulateArguments = {
  readonly models: readonly string[] | undefined;
  readonly from: string | undefined;
  readonly target: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly replicas: number | undefined;
  readonly peak: string | undefined;
  readonly change: string | undefined;
  readonly 'print-model': boolean;
  readonly json: boolean;
  readonly series: boolean;
  readonly replications: number | undefined;
  readonly seed: number | undefined;
  readonly workers: number | undefined;
  readonly report: string | undefined;
};
