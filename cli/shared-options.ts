/** `--force`, the same for every verb that fires a load: how yargs shows and reads it. */
export const forceOption = {
  type: 'boolean',
  default: false,
  describe: 'fire the load whatever the endpoint answers to the first request',
} as const;

/** `--recreated`, for the verbs that write the advice of a recorded run. */
export const recreatedOption = {
  type: 'boolean',
  default: false,
  describe: 'it is the recorded cluster, and the objects of the service were recreated since the run',
} as const;

/** `--quiet`, the same for every verb that tells its progress. */
export const quietOption = {
  type: 'boolean',
  default: false,
  describe: 'print only the answer, no progress',
} as const;

/** `--config`, the same for every verb that reads the user's config. */
export const configOption = {
  type: 'string',
  default: 'k6.config.ts',
  describe: 'the config file',
} as const;

/** `--margin`, the same for every verb that proves an advice. */
export const marginOption = {
  type: 'boolean',
  default: false,
  describe: 'after a proof that confirms, fire the load once more at the peak with the margin of the plan',
} as const;

/** `<run>` of the verbs that carry out an advice. */
export const advisedRun = {
  type: 'string',
  demandOption: true,
  describe: 'run folder with a recommendation.json',
} as const;

/** `--title` and `--tag`, the same for every verb that records a run. */
export const labelOptions = {
  title: {
    type: 'string',
    describe: 'what the run is called in lists and reports; before that of the config',
  },
  tag: {
    type: 'string',
    array: true,
    describe: 'a word by which the run is found again, such as nightly; beside those of the config',
  },
} as const;

/** `--runs`, the same for every verb that looks for runs. */
export const runsOption = {
  type: 'string',
  default: 'runs',
  describe: 'folder with the run folders',
} as const;
