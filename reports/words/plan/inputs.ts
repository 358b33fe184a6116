import type { PlanInput } from '../../../runs/schema/recommendation.ts';
import { formatMs, formatNumber, formatShare } from '../../format.ts';
import { balancingText } from './balancing.ts';

/** What each input of the simulation is called. */
const inputNames: Readonly<Record<PlanInput['input'], string>> = {
  serviceTime: 'mean service time',
  startupLag: 'mean start-up lag',
  queuePlace: 'where requests wait',
  queueWait: 'queue wait',
  requestTimeout: 'request timeout',
  routerInstances: 'router instances',
  timedOutRequest: 'a timed-out request',
  overhead: 'network and router beyond service',
  slotsPerReplica: 'slots per replica',
  autoscaler: 'autoscaler',
  cpuPerBusy: 'CPU of a fully busy replica',
  sampleAge: 'age of the CPU samples',
  dispersion: 'dispersion of arrivals',
};

type Value = PlanInput['value'];
type Of<Kind extends Value['kind']> = Extract<Value, { readonly kind: Kind }>;

const rangeFormats: Readonly<Record<Of<'range'>['unit'], (value: number) => string>> = {
  millisecond: formatMs,
  varianceOverMean: (value) => `${formatNumber(value)} variance / mean`,
  shareOfRequest: (value) => `${formatShare(value)} of its request`,
};

const rangeText = ({ unit, range: { low, mid, high } }: Of<'range'>): string => {
  const format = rangeFormats[unit];
  return low === high ? format(mid) : `${format(mid)} (${format(low)} to ${format(high)})`;
};

/** A reading that is believed in this much is as good as seen; one below the other share is left out. */
const sureFrom = 0.9;
const shownFrom = 0.05;

const optionText = (option: Of<'beliefs'>['options'][number]['option']): string => {
  if (typeof option === 'number') return formatNumber(option);
  if (typeof option === 'object') return balancingText(option);
  return { release: 'frees its slot', keepWorking: 'works on' }[option];
};

/** The likeliest reading with its share of belief first; alone and without it where it is as good as seen. */
const beliefsText = ({ options }: Of<'beliefs'>): string => {
  const likely = options.filter(({ share }) => share >= shownFrom).sort((a, b) => b.share - a.share);
  const [first] = likely;
  if (first !== undefined && first.share >= sureFrom) return optionText(first.option);
  return likely.map(({ option, share }) => `${optionText(option)} (${formatShare(share)})`).join(', ');
};

const valueText = (value: Value): string => {
  switch (value.kind) {
    case 'range':
      return rangeText(value);
    case 'none':
      return 'no limit';
    case 'count':
      return formatNumber(value.count);
    case 'policy':
      return value.policy;
    case 'beliefs':
      return beliefsText(value);
  }
};

/**
 * An input of the simulation in words: its name and its value.
 *
 * @example inputText(input) // { name: 'mean service time', value: '100 ms (95 ms to 105 ms)' }
 */
export const inputText = ({
  input,
  value,
}: Pick<PlanInput, 'input' | 'value'>): { readonly name: string; readonly value: string } => ({
  name: inputNames[input],
  value: valueText(value),
});
