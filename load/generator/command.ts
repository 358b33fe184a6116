/** Where k6 keeps its log; all else reaches it by descriptors. */
export type K6Paths = { readonly k6: string; readonly log: string };

export type K6Command = { readonly file: string; readonly arguments: readonly string[] };

/** Descriptors of the generator beside stdin, which brings the script. */
export const descriptors = { plan: 3, control: 4, stream: 5 } as const;

/**
 * The k6 command line: nothing that may be secret. The script comes on stdin, so that it stands in no file. k6 makes a
 * summary only for a script that handles it.
 *
 * @param exports names that the script exports
 */
export const k6CommandOf = ({ k6, log }: K6Paths, exports: readonly string[]): K6Command => ({
  file: k6,
  arguments: [
    'run',
    '--quiet',
    '--no-usage-report',
    `--summary-mode=${exports.includes('handleSummary') ? 'compact' : 'disabled'}`,
    `--log-output=file=${log}`,
    '--secret-source=headroom',
    '--out=headroom',
    '-',
  ],
});

/** Garbage is collected less often than Go's 100: a quarter less CPU for some 50 MB. */
const defaultGogc = '400';

/**
 * The environment of k6: the user's own, without the variables that hold a secret and without any option of k6, which
 * would change the plan unseen.
 *
 * @param secretVariables names that the config reads its keys from
 */
export const k6EnvironmentOf = (
  own: NodeJS.ProcessEnv,
  secretVariables: readonly string[],
): NodeJS.ProcessEnv => ({
  GOGC: defaultGogc,
  ...Object.fromEntries(
    Object.entries(own).filter(([name]) => !name.startsWith('K6_') && !secretVariables.includes(name)),
  ),
  K6_NO_USAGE_REPORT: 'true',
  K6_AUTO_EXTENSION_RESOLUTION: 'false',
  HEADROOM_PLAN_FD: String(descriptors.plan),
  HEADROOM_CONTROL_FD: String(descriptors.control),
  HEADROOM_STREAM_FD: String(descriptors.stream),
});
