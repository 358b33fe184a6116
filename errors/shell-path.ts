/** Signs that no shell takes for anything but themselves. */
const plainWord = /^[\w@%+:,./-]+$/;

/**
 * A path as a person can paste it into a command: in single quotes where a shell would take a sign of it for its own (POSIX Shell
 * Command Language, 2.2.2), and behind ./ where it would pass for an option.
 *
 * @example shellPath('runs/a') // 'runs/a'
 * @example shellPath("my runs/it's $5") // "'my runs/it'\\''s $5'"
 */
export const shellPath = (path: string): string => {
  const named = path.startsWith('-') ? `./${path}` : path;
  return plainWord.test(named) ? named : `'${named.replaceAll("'", "'\\''")}'`;
};
