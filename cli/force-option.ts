/** `--force`, the same for every verb that fires a load: how yargs shows and reads it. */
export const forceOption = {
  type: 'boolean',
  default: false,
  describe: 'fire the load whatever the endpoint answers to the first request',
} as const;
