import type { VerifiedLine } from '../../runs/schema/verification.ts';
import type { LiveRun } from './live.ts';
import { percent, table } from './markdown.ts';
import { shareOf } from './score.ts';

const figure = (value: number, unit: VerifiedLine['unit']): string =>
  unit === 'share' ? percent(value) : String(Number(value.toPrecision(3)));

const foretoldInWords = ({ predicted, unit }: VerifiedLine): string =>
  predicted === null
    ? 'none'
    : `${figure(predicted.mid, unit)} (${figure(predicted.low, unit)} to ${figure(predicted.high, unit)})`;

const shown = ['requests that fail', '503', 'p95 latency', 'mean replicas'];

const rowsOf = ({ service, of, verification }: LiveRun): string[][] =>
  verification.lines
    .filter(({ name }) => shown.includes(name))
    .map((line) => [
      service,
      of,
      line.name,
      foretoldInWords(line),
      line.measured === null ? 'none' : figure(line.measured, line.unit),
      line.inside === null ? '' : line.inside ? 'yes' : 'no',
    ]);

/** Every live run, figure by figure, and how many lie in their intervals. */
export const liveTables = (
  runs: readonly LiveRun[],
  { services, seed }: { readonly services: number; readonly seed: number },
): string => {
  const compared = runs
    .flatMap(({ verification }) => verification.lines)
    .filter(({ inside }) => inside !== null);
  const inside = shareOf(compared, (line) => line.inside === true);
  const advised = runs.filter(({ of }) => of === 'advice');
  const confirmed = advised.filter(({ verification }) => verification.verdict === 'confirmed').length;
  return [
    `${services} services with seed ${seed}, real sandbox and real k6: ${confirmed} of ${advised.length} advices confirmed, ${percent(inside.share)} of ${inside.of} figures in their 95 % intervals.`,
    table(['service', 'settings', 'figure', 'foretold', 'measured', 'inside'], runs.flatMap(rowsOf)),
  ].join('\n\n');
};
