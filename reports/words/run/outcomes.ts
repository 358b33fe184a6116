import { isOk } from '../../../runs/schema/outcome.ts';
import { formatCount } from '../../format.ts';

const words: Readonly<Record<string, string>> = {
  timeout: 'client timeout',
  refused: 'connection refused',
  reset: 'connection reset',
  malformed: 'malformed answer',
  dns: 'name not found',
  tls: 'TLS failure',
  dial: 'no connection',
  blocked: 'host not allowed',
  other: 'other failure',
};

/** @example outcomeLabel('timeout') // 'client timeout' */
export const outcomeLabel = (outcome: string): string => words[outcome] ?? outcome;

/** Answers in the 2xx range first, then status codes upwards, then failures without an answer by name. */
export const byOutcome = (a: string, b: string): number =>
  Number(isOk(b)) - Number(isOk(a)) || a.localeCompare(b, 'en', { numeric: true });

/** Requests by how they ended. */
type Counts = Readonly<Record<string, number>>;

/** @example outcomesText({ '503': 261, '200': 1730 }) // '1,730 × 200, 261 × 503' */
export const outcomesText = (outcomes: Counts): string =>
  Object.keys(outcomes)
    .sort(byOutcome)
    .filter((outcome) => outcomes[outcome]! > 0)
    .map((outcome) => `${formatCount(outcomes[outcome]!)} × ${outcomeLabel(outcome)}`)
    .join(', ');
