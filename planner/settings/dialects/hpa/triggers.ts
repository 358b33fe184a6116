import { triggers as keda } from '../../../platforms/keda.ts';
import type { OtherMetric, OtherTarget } from '../../settings.ts';
import { type OpenDocument, type Path, valueIn } from '../../text/edit.ts';

/** One metric of the HPA that KEDA makes of a ScaledObject: a trigger, or the formula over several. */
type Trigger = OtherMetric & {
  /** Where it stands. */
  readonly path: Path;
  readonly targetType: OtherTarget['targetType'];
  /** Where its target stands; absent: nowhere that is known. */
  readonly targetPath?: Path;
};

/** Where a ScaledObject lists its triggers. */
export const triggersPath: Path = ['spec', 'triggers'];
const modifiersPath: Path = ['spec', 'advanced', 'scalingModifiers'];

/** What KEDA calls the metric of a trigger; names of queues, topics and the like may follow. */
const metricNameOf = (type: string, index: number): string => {
  const names: Readonly<Record<string, string>> = keda.metricNames.value;
  return `s${index}-${Object.hasOwn(names, type) ? names[type] : type}`;
};

const isTargetType = (word: unknown): word is OtherTarget['targetType'] =>
  word === 'Utilization' || word === 'AverageValue' || word === 'Value';

/** Triggers that know nothing of a service without replicas: KEDA's webhook refuses 0 where there are no others. */
export const isOfPods = ({ type }: Pick<Trigger, 'type'>): boolean => type === 'cpu' || type === 'memory';

/** A cron's target is the number of replicas itself: the HPA compares another number with another target. */
const hasTarget = (type: string): boolean => type !== 'cron';

const triggerAt = (trigger: unknown, index: number): Trigger => {
  const path = [...triggersPath, index];
  const type = String(valueIn(trigger, ['type']));
  const metadata = valueIn(trigger, ['metadata']);
  const word = keda.targetKeys.value.find((key) => valueIn(metadata, [key]) !== undefined);
  // Before KEDA 2.18 the type of a CPU trigger's target stood in the metadata.
  const said = valueIn(trigger, ['metricType']) ?? valueIn(metadata, ['type']);
  const texts = [said, word && `${word} ${String(valueIn(metadata, [word]))}`];
  return {
    type,
    name: String(valueIn(trigger, ['name']) ?? type),
    hpaName: isOfPods({ type }) ? type : metricNameOf(type, index),
    target: texts.filter(Boolean).join(' '),
    path,
    targetType: isTargetType(said) ? said : isOfPods({ type }) ? 'Utilization' : 'AverageValue',
    ...(word !== undefined && hasTarget(type) && { targetPath: [...path, 'metadata', word] }),
  };
};

/** The triggers of a ScaledObject. */
export const triggersOf = (object: OpenDocument): readonly Trigger[] => {
  const triggers = valueIn(object.value, triggersPath);
  return Array.isArray(triggers) ? triggers.map(triggerAt) : [];
};

/** The one CPU trigger with a share of the request. */
export const cpuTriggerOf = (object: OpenDocument): Trigger | undefined => {
  const cpus = triggersOf(object).filter(
    ({ type, target }) => type === 'cpu' && target.startsWith('Utilization'),
  );
  return cpus.length === 1 ? cpus[0] : undefined;
};

/** One metric that a formula makes of all triggers but those of CPU and memory: they decide through it alone. */
const compositeOf = (object: OpenDocument): Trigger | undefined => {
  const [formula, target, metricType] = ['formula', 'target', 'metricType'].map((key) =>
    valueIn(object.value, [...modifiersPath, key]),
  );
  if ((formula ?? '') === '') return undefined;
  return {
    type: 'composite',
    name: String(formula),
    hpaName: 'composite-metric',
    path: modifiersPath,
    target: `target ${String(target)}`,
    targetType: isTargetType(metricType) ? metricType : 'AverageValue',
    ...(target !== undefined && { targetPath: [...modifiersPath, 'target'] }),
  };
};

/** What the HPA that KEDA makes follows beside the CPU target. */
export const otherTriggersOf = (object: OpenDocument): readonly Trigger[] => {
  const others = triggersOf(object).filter(({ path }) => cpuTriggerOf(object)?.path[2] !== path[2]);
  const composite = compositeOf(object);
  return composite ? [...others.filter(isOfPods), composite] : others;
};
