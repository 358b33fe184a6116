/** Verbs that read a config and name no run, or one as a report names it; then options. */
const readers =
  /\bheadroom\s+(?:(?:test|doctor|tune|clean|rbac)\b|(?:verify|apply|rollback)\s+runs\/[\w-]+(?![\w/-]))(?:\s+--[a-z-]+(?:\s+\d+)?)*/g;

/**
 * Words with a config in each command that reads one, and names none yet. A verb that stands without its run, as in "headroom
 * verify fires the load again", is no command to type.
 *
 * @param config as a command names it; undefined: the usual one, or one that is not known
 * @example withConfig('Fire it again (headroom test --force).', 'b.config.ts')
 *   // 'Fire it again (headroom test --force --config b.config.ts).'
 */
export const withConfig = (text: string, config: string | undefined): string =>
  config === undefined
    ? text
    : text.replace(readers, (command) =>
        /\s--config$/.test(command) ? command : `${command} --config ${config}`,
      );
