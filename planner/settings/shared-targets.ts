import { objectsIn } from './objects.ts';
import type { ScalingSettings } from './settings.ts';
import { lineOf, type OpenDocument, type Path, textIn, valueIn } from './text/edit.ts';
import type { Trap } from './trap.ts';

/** A trap that lies between two objects of a file. */
export type SharedTrap = {
  /** The name of the object that it is told of. */
  readonly object: string;
  readonly trap: Trap;
};

type Named = { readonly kind: string; readonly name: string; readonly namespace: string };

/** What an object is called. */
export const namedIn = (value: unknown): Named => ({
  kind: textIn(value, ['kind']) ?? '',
  name: textIn(value, ['metadata', 'name']) ?? '',
  namespace: textIn(value, ['metadata', 'namespace']) ?? '',
});

/** The kinds that set the replicas of what their scaleTargetRef names. */
const autoscalers = ['HorizontalPodAutoscaler', 'ScaledObject', 'HTTPScaledObject'];

/** With this annotation an HTTPScaledObject counts requests for a ScaledObject of the user's own, and scales nothing. */
const noScalingPath: Path = [
  'metadata',
  'annotations',
  'httpscaledobject.keda.sh/skip-scaledobject-creation',
];

/** Whether an HTTPScaledObject leaves the replicas to a ScaledObject of the user's own. */
export const isScaledElsewhere = (value: unknown): boolean => textIn(value, noScalingPath) === 'true';

/**
 * Bounds as a ScaledObject has them; empty: there are none.
 *
 * @example scaledObjectBoundsText({ minReplicas: 4, targetValue: 3 }) // 'minReplicaCount 4'
 */
export const scaledObjectBoundsText = ({ minReplicas, maxReplicas }: ScalingSettings): string =>
  [
    ...(minReplicas === undefined ? [] : [`minReplicaCount ${minReplicas}`]),
    ...(maxReplicas === undefined ? [] : [`maxReplicaCount ${maxReplicas}`]),
  ].join(', ');

/** What an object scales; KEDA takes a Deployment where no kind is given. undefined: nothing. */
export const targetIn = (value: unknown): Named | undefined => {
  const { kind, namespace } = namedIn(value);
  if (!autoscalers.includes(kind) || isScaledElsewhere(value)) return undefined;
  const name =
    textIn(value, ['spec', 'scaleTargetRef', 'name']) ??
    textIn(value, ['spec', 'scaleTargetRef', 'deployment']);
  if (name === undefined) return undefined;
  return { kind: textIn(value, ['spec', 'scaleTargetRef', 'kind']) ?? 'Deployment', name, namespace };
};

/** Objects of one file are the same by this. */
export const keyOf = ({ kind, name, namespace }: Named): string => [namespace, kind, name].join('/');

const replicasPath: Path = ['spec', 'replicas'];

/** Objects as a server shows them are no file that somebody applies: they always have a number of replicas. */
const uidPath: Path = ['metadata', 'uid'];

const isSaid = ({ value }: OpenDocument, path: Path): boolean =>
  (valueIn(value, path) ?? undefined) !== undefined;

/**
 * Traps between the objects of one file: two autoscalers of one workload, and a number of replicas that each apply of the file
 * sets back. Objects are the same by kind, name and namespace as the file has them.
 *
 * @throws HeadroomError E_CONFIG if the text is neither YAML nor JSON
 */
export const sharedTargetTraps = (text: string): readonly SharedTrap[] => {
  const first = new Map<string, Named>();
  const objects = objectsIn(text);
  const second = objects.flatMap((object): SharedTrap[] => {
    const target = targetIn(object.value);
    if (target === undefined) return [];
    const [own, other] = [namedIn(object.value), first.get(keyOf(target))];
    if (other === undefined) {
      first.set(keyOf(target), own);
      return [];
    }
    const line = lineOf(object, ['spec', 'scaleTargetRef']);
    const [one, two] = [target, other].map(({ kind, name }) => `${kind} ${name}`) as [string, string];
    return [
      {
        object: own.name,
        trap: { rule: 'second-autoscaler', level: 'error', target: one, other: two, line },
      },
    ];
  });
  const beside = objects.flatMap((object): SharedTrap[] => {
    const workload = namedIn(object.value);
    const scaler = first.get(keyOf(workload));
    if (scaler === undefined || !isSaid(object, replicasPath) || isSaid(object, uidPath)) return [];
    const seen = {
      replicas: Number(valueIn(object.value, replicasPath)),
      scaler: `${scaler.kind} ${scaler.name}`,
      line: lineOf(object, replicasPath),
    };
    return [{ object: workload.name, trap: { rule: 'replicas-set-by-file', level: 'warning', ...seen } }];
  });
  return [...second, ...beside];
};
