/** `--force`, the same for every verb that fires a load: how yargs shows and reads it. */
export const forceOption = {
  type: 'boolean',
  default: false,
  describe: 'fire the load whatever the endpoint answers to the first request',
} as const;

/** `--config`, the same for every verb that reads the user's config. */
export const configOption = {
  type: 'string',
  default: 'k6.config.ts',
  describe: 'the config file',
} as const;

/** `<run>` of the verbs that carry out an advice. */
export const advisedRun = {
  type: 'string',
  demandOption: true,
  describe: 'run folder with a recommendation.json',
} as const;
