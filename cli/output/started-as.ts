/** A command where a report or an answer shows it to be typed: on a line or in a box of its own, or with the run that it is for. */
const commands =
  /(?<=^next: |Next: |<code>|<code data-copy="Copy">)headroom (?=[a-z])|(?<=^ +)headroom (?=[a-z]+(?: \S*[/.-]\S*)*$)|(?<![\w./-]|npx )headroom (?=[a-z]+\s+runs\/)/gm;

/**
 * Whether npm has started this: `npx headroom`, or a script of a package.json. Then the folder has the tool and the shell does not
 * know its name.
 */
const isStartedByNpm = (env: NodeJS.ProcessEnv): boolean => Boolean(env['npm_command']);

/**
 * Words with each command that is to be typed as the tool was started.
 *
 * @example asStarted('next: headroom test', { npm_command: 'exec' }) // 'next: npx headroom test'
 */
export const asStarted = (text: string, env: NodeJS.ProcessEnv = process.env): string =>
  isStartedByNpm(env) ? text.replace(commands, 'npx headroom ') : text;
