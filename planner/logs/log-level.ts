/** How grave a program calls a line of its log. */
type LogLevel = 'failure' | 'warning' | 'information';

const names = 'TRACE|DEBUG|INFO|INFORMATION|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL|SEVERE';

/** What stands in front of a level: a time, a number, a thread in brackets, a logger before its separator. */
const before =
  '(?:(?:[^\\s"\']*\\d[^\\s"\']*|[-|]|\\[[^\\]]*\\]|[\\w.$]+(?=\\s*[-|])|[A-Z][a-z]{2}(?=\\s+\\d))\\s*){0,6}?';

/** Where a line names its level, the most certain form first. */
const forms: readonly RegExp[] = [
  /^\s*\{.*?"(?:level|severity|levelname|log\.level|lvl)"\s*:\s*"(?<level>\w+)"/i,
  /^(?:[^"]*\s)?(?:level|lvl|severity)="?(?<level>[A-Za-z]+)/,
  // klog, of Go: https://github.com/kubernetes/klog
  /^(?<level>[IWEF])\d{4} \d\d:\d\d:\d\d/,
  // The inference server of Azure ML.
  /^\d{4}-\d\d-\d\d[ T]\S+ (?<level>[DIWEC]) \[\d+\]/,
  new RegExp(`^${before}[[(|]?\\s*(?<level>${names})\\s*(?:[\\])|:]|\\s|$)`),
  /^(?<level>error|fatal|panic):\s/,
];

const levels: readonly (readonly [RegExp, LogLevel])[] = [
  [/^(?:error|err|critical|crit|fatal|severe|panic|emerg\w*|alert|e|f|c)$/i, 'failure'],
  [/^(?:warn|warning|w)$/i, 'warning'],
  [/^(?:trace|debug|info|information|informational|notice|t|d|i|n)$/i, 'information'],
];

/**
 * The level that a line of a log names; null: it names none that is known.
 *
 * @example logLevelOf('2026-11-30 10:00:01,000 INFO app - 3 done') // 'information'
 */
export const logLevelOf = (text: string): LogLevel | null => {
  for (const form of forms) {
    const level = form.exec(text)?.groups?.['level'];
    if (level === undefined) continue;
    return levels.find(([names]) => names.test(level))?.[1] ?? null;
  }
  return null;
};
