import { azuremlV2 as platform } from '../../../platforms/azureml-v2.ts';
import type { ScalingSettings } from '../../settings.ts';
import { lineOf, type OpenDocument, type Path, valueIn } from '../../text/edit.ts';
import { type Trap, trapIf } from '../../trap.ts';
import { isSameWord, type ScaleType } from './scale-type.ts';

/** Where a form of a deployment says what the traps look at. */
type Places = {
  /** Whether a fixed number of replicas runs. */
  readonly isFixed: boolean;
  readonly timeout: Path;
  readonly maximum: Path;
  readonly slots: Path;
  readonly workers: Path;
};

/** The longest timeout of a Kubernetes online endpoint (documented), and from where users saw refusals. */
const timeoutMsMax = platform.knobs.requestTimeoutMs.range.max;
const timeoutMsRefused = platform.requestTimeoutMsRefused.value;

const lineIfSaid = (object: OpenDocument, path: Path): { readonly line?: number } =>
  valueIn(object.value, path) === undefined ? {} : { line: lineOf(object, path) };

const timeoutTraps = (object: OpenDocument, requestTimeoutMs: number, timeout: Path): readonly Trap[] => [
  ...trapIf(valueIn(object.value, timeout) === undefined, {
    rule: 'short-default-timeout',
    level: 'warning',
    requestTimeoutMs,
  }),
  ...trapIf(requestTimeoutMs > timeoutMsMax, {
    rule: 'timeout-above-limit',
    level: 'error',
    requestTimeoutMs,
    limitMs: timeoutMsMax,
    ...lineIfSaid(object, timeout),
  }),
  ...trapIf(requestTimeoutMs > timeoutMsRefused && requestTimeoutMs <= timeoutMsMax, {
    rule: 'timeout-often-refused',
    level: 'warning',
    requestTimeoutMs,
    refusedMs: timeoutMsRefused,
    ...lineIfSaid(object, timeout),
  }),
];

/** What users of v2 run into, in whichever form the deployment is written. */
export const deploymentTraps = (
  object: OpenDocument,
  settings: ScalingSettings,
  places: Places,
): readonly Trap[] => {
  const { maxReplicas = 1, slotsPerReplica = 1, requestTimeoutMs = 0 } = settings;
  const { isFixed, timeout, maximum, slots } = places;
  const workers = Number(valueIn(object.value, places.workers) ?? 1);
  return [
    ...timeoutTraps(object, requestTimeoutMs, timeout),
    ...trapIf(!isFixed && maxReplicas === 1 && valueIn(object.value, maximum) === undefined, {
      rule: 'one-replica-at-most',
      level: 'warning',
      key: maximum.join('.'),
      isSaid: false,
    }),
    ...trapIf(isFixed && valueIn(object.value, maximum) !== undefined, {
      rule: 'bounds-without-autoscaling',
      level: 'warning',
      ...lineIfSaid(object, maximum),
    }),
    ...trapIf(slotsPerReplica !== workers, {
      rule: 'slots-differ-from-workers',
      level: 'warning',
      slots: slotsPerReplica,
      workers,
      ...lineIfSaid(object, slots),
    }),
  ];
};

/** Scale settings need a type, and one of two words: any other is refused, whatever bounds stand beside it. */
export const scaleTypeTraps = (
  object: OpenDocument,
  scaleSettings: Path,
  { path, words }: ScaleType,
): readonly Trap[] => {
  const [settings, type] = [valueIn(object.value, scaleSettings), valueIn(object.value, path)];
  if (settings === undefined) return [];
  if (type === undefined)
    return [{ rule: 'scale-type-missing', level: 'error', line: lineOf(object, scaleSettings) }];
  const isKnown = words.some((word) => isSameWord(type, word));
  return trapIf(!isKnown, {
    rule: 'unreadable',
    level: 'error',
    key: path.join('.'),
    seen: String(type),
    expected: words.join(' or '),
    line: lineOf(object, path),
  });
};
