import type { DoctorLine } from '../../cluster/doctor/line.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { formatQuantity } from '../../reports/format.ts';
import { withConfig } from '../../reports/words/with-config.ts';
import { forConfig, namedConfig } from './for-config.ts';
import { nextLine } from './next-command.ts';

type Summary = {
  readonly problems: number;
  readonly warnings: number;
  /** What was looked at. */
  readonly config: Pick<ResolvedConfig, 'file'>;
};

const marks: Readonly<Record<DoctorLine['level'], string>> = { ok: '✓', warning: '!', problem: '✗' };

/** Room for the longest topic, so that the texts begin in one column. */
const topicWidth = 11;

const lineText = ({ level, topic, what, where, fix }: DoctorLine): string =>
  [
    `${marks[level]} ${topic.padEnd(topicWidth)} ${level === 'ok' ? '' : `${level}: `}${what}`,
    ...(where === undefined ? [] : [`${' '.repeat(topicWidth + 3)}at ${where}`]),
    ...(fix === undefined ? [] : [`${' '.repeat(topicWidth + 3)}fix: ${fix}`]),
  ].join('\n');

/** The doctor's lines for people: a mark, what was looked at, what was seen; then what it comes to. */
export const renderDoctor = (
  lines: readonly DoctorLine[],
  { problems, warnings, config }: Summary,
): string => {
  const counted = `${formatQuantity(problems, 'problem')}, ${formatQuantity(warnings, 'warning')}`;
  const [state, next] =
    problems === 0
      ? [': ready for headroom test', forConfig('headroom test', config)]
      : ['', `${forConfig('headroom doctor', config)} again, once the problems are fixed`];
  const seen = withConfig(lines.map(lineText).join('\n'), namedConfig(config.file));
  return [seen, '', `${counted}${state}`, nextLine(next)].join('\n');
};
