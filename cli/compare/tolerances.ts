import { HeadroomError } from '../../errors/headroom-error.ts';
import { unitOf } from '../../planner/compare/compared-figures.ts';
import type { Tolerances } from '../../planner/compare/tolerances.ts';
import type { ComparedFigure, Tolerance } from '../../runs/schema/comparison.ts';

/** What a figure is called on the command line. */
const figures: Readonly<Record<string, ComparedFigure>> = {
  errors: 'errorShare',
  rejected: 'rejectedShare',
  timedout: 'timedOutShare',
  p50: 'p50Latency',
  p95: 'p95Latency',
  p99: 'p99Latency',
  recovery: 'secondsToRecover',
  replicas: 'meanReplicas',
  service: 'serviceTime',
  startup: 'startupLag',
  overhead: 'routerOverhead',
};

const wrong = (text: string): HeadroomError =>
  new HeadroomError('E_USAGE', {
    what: `--tolerance ${text} is not understood`,
    where: '--tolerance',
    fix: `write figure=amount, such as p95=5%, p95=20ms, errors=0.2%, recovery=2s or replicas=1; figures: ${Object.keys(figures).join(', ')}`,
  });

/** A percentage of a share is an amount: 0.2 % of the requests. Of anything else it is a share of the base's value. */
const toleranceOf = (figure: ComparedFigure, number: number, unit: string): Tolerance | undefined => {
  if (unit === '%') return { by: unitOf[figure] === 'share' ? 'amount' : 'share', value: number / 100 };
  const isMs = unitOf[figure] === 'millisecond';
  if (unit === 'ms' && isMs) return { by: 'amount', value: number };
  if (unit === 's' && isMs) return { by: 'amount', value: 1000 * number };
  if (unit === 's' && figure === 'secondsToRecover') return { by: 'amount', value: number };
  return unit === '' && figure === 'meanReplicas' ? { by: 'amount', value: number } : undefined;
};

const parsed = (text: string): [ComparedFigure, Tolerance] => {
  const [, name = '', number = '', unit = ''] = /^(\w+)=(\d+(?:\.\d+)?) ?(%|ms|s|)$/.exec(text) ?? [];
  const known = name.toLowerCase();
  const figure = Object.hasOwn(figures, known) ? figures[known] : undefined;
  const tolerance = figure && toleranceOf(figure, Number(number), unit);
  if (figure === undefined || tolerance === undefined) throw wrong(text);
  return [figure, tolerance];
};

/**
 * Tolerances as people write them.
 *
 * @throws HeadroomError E_USAGE for one that is not understood
 * @example readTolerances(['p95=5%']) // { p95Latency: { by: 'share', value: 0.05 } }
 */
export const readTolerances = (texts: readonly string[]): Tolerances =>
  Object.fromEntries(texts.map((text) => parsed(text.trim())));
