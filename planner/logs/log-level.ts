/** How grave a program calls a line of its log. */
type LogLevel = 'failure' | 'warning' | 'information';

const names = 'TRACE|DEBUG|INFO|INFORMATION|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL|SEVERE';

/** One thing in front of a level: a thread in brackets, a time or a number, a separator, a logger before one, a month. */
const inFront =
  /(?:\[[^\]]*\]|[^\s"'|[\]]*\d[^\s"'|[\]]*|[-|]|[\w.$]+(?=\s*[-|])|[A-Z][a-z]{2}(?=\s+\d))\s*/y;

/** So many things stand in front of a level at most. */
const inFrontMost = 6;

const levelHere = new RegExp(`[[(|]?\\s*(?<level>${names})\\s*(?:[\\])|:]|\\s|$)`, 'y');

/** The level behind what a logger puts in front of it, piece by piece: no piece is read twice. */
const levelBehind = (text: string): string | undefined => {
  let at = 0;
  for (let pieces = 0; pieces <= inFrontMost; pieces += 1) {
    levelHere.lastIndex = at;
    const level = levelHere.exec(text)?.groups?.['level'];
    if (level !== undefined) return level;
    inFront.lastIndex = at;
    if (!inFront.test(text)) return undefined;
    at = inFront.lastIndex;
  }
  return undefined;
};

/** Where a line names its level in a form of its own, the most certain first. */
const forms: readonly RegExp[] = [
  /^\s*\{.*?"(?:level|severity|levelname|log\.level|lvl)"\s*:\s*"(?<level>\w+)"/i,
  /^(?:[^"]*\s)?(?:level|lvl|severity)="?(?<level>[A-Za-z]+)/,
  // klog, of Go: https://github.com/kubernetes/klog
  /^(?<level>[IWEF])\d{4} \d\d:\d\d:\d\d/,
  // The inference server of Azure ML.
  /^\d{4}-\d\d-\d\d[ T]\S+ (?<level>[DIWEC]) \[\d+\]/,
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
  const formed = forms.map((form) => form.exec(text)?.groups?.['level']).find((level) => level !== undefined);
  const level = formed ?? levelBehind(text);
  return level === undefined ? null : (levels.find(([names]) => names.test(level))?.[1] ?? null);
};
