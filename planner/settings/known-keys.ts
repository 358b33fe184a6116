import { editDistance, nearestOf } from '../../errors/nearest.ts';
import { lineOf, type OpenDocument, type Path, valueIn } from './text/edit.ts';
import type { Trap } from './trap.ts';

/** What the platform takes at a place: anything, a list, or a map of these keys. */
export type KnownKeys =
  | 'any'
  | { readonly items: KnownKeys }
  | {
      readonly keys: Readonly<Record<string, KnownKeys>>;
      /** There are more keys than these: only what looks like one of them is an error. */
      readonly isOpen?: true;
    };

/** Keys that each take anything. */
export const anyOf = (...keys: readonly string[]): Readonly<Record<string, KnownKeys>> =>
  Object.fromEntries(keys.map((key) => [key, 'any']));

/** The metadata of a Kubernetes object. Labels and annotations are the user's own. */
export const metadataKeys: KnownKeys = {
  keys: anyOf(
    'name',
    'generateName',
    'namespace',
    'labels',
    'annotations',
    'finalizers',
    'ownerReferences',
    'resourceVersion',
    'uid',
    'generation',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'managedFields',
    'selfLink',
  ),
};

/** A Kubernetes object with this spec. */
export const objectKeys = (spec: KnownKeys): KnownKeys => ({
  keys: { ...anyOf('apiVersion', 'kind', 'status'), metadata: metadataKeys, spec },
});

/** As near as a slip of the hand. */
const slipMost = 2;

/** A path as people write it. */
const pathText = (path: Path): string => path.join('.');

/** All places of the tree at which a key is known. */
const placesOf = (key: string, known: KnownKeys, path: Path = []): readonly Path[] => {
  if (known === 'any' || 'items' in known) return [];
  return Object.entries(known.keys).flatMap(([name, inner]) => [
    ...(name === key ? [[...path, name]] : []),
    ...placesOf(key, inner, [...path, name]),
  ]);
};

/** How many keys two paths begin with in common. */
const shared = (one: Path, other: Path): number => {
  const at = one.findIndex((key, i) => key !== other[i]);
  return at < 0 ? one.length : at;
};

type Search = { readonly object: OpenDocument; readonly root: KnownKeys };

const isSlip = (key: string, known: readonly string[]): boolean =>
  known.some((one) => {
    const distance = editDistance(key.toLowerCase(), one.toLowerCase());
    return distance <= slipMost && distance < one.length / 2;
  });

const trapOf = (path: Path, known: Extract<KnownKeys, { keys: object }>, search: Search): readonly Trap[] => {
  const key = String(path.at(-1));
  const siblings = Object.keys(known.keys);
  if (known.isOpen && !isSlip(key, siblings)) return [];
  const line = lineOf(search.object, path);
  const [belongs] = placesOf(key, search.root).toSorted((a, b) => shared(b, path) - shared(a, path));
  if (belongs && !isSlip(key, siblings)) {
    const place = pathText(belongs);
    return [{ rule: 'misplaced-key', level: 'error', key: pathText(path), belongs: place, line }];
  }
  const nearest = nearestOf(key, siblings) ?? null;
  return [{ rule: 'unknown-key', level: 'error', key: pathText(path), nearest, line }];
};

const search = (value: unknown, known: KnownKeys, path: Path, within: Search): readonly Trap[] => {
  if (known === 'any' || typeof value !== 'object' || value === null) return [];
  if ('items' in known) {
    if (!Array.isArray(value)) return [];
    return value.flatMap((item, i) => search(item, known.items, [...path, i], within));
  }
  return Object.entries(value).flatMap(([key, inner]) => {
    const place = known.keys[key];
    if (place === undefined) return trapOf([...path, key], known, within);
    return search(inner, place, [...path, key], within);
  });
};

/**
 * Keys that the platform does not know, or not in their place. The platform refuses them or, worse, passes over them
 * without a word.
 */
export const strayKeys = (object: OpenDocument, known: KnownKeys): readonly Trap[] =>
  search(object.value, known, [], { object, root: known });

/** Annotations of a family (`prefix`) at a path that are none of these; `current`: the spellings to advise. */
export const strayAnnotations = (
  object: OpenDocument,
  path: Path,
  family: { readonly prefix: string; readonly known: readonly string[]; readonly current: readonly string[] },
): readonly Trap[] => {
  const { prefix, known, current } = family;
  return Object.keys(valueIn(object.value, path) ?? {})
    .filter((key) => key.startsWith(prefix) && !known.includes(key.slice(prefix.length)))
    .map((key): Trap => {
      const near = nearestOf(key.slice(prefix.length), current);
      const nearest = near === undefined ? null : prefix + near;
      return { rule: 'unknown-key', level: 'error', key, nearest, line: lineOf(object, [...path, key]) };
    });
};
