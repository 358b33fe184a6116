import { isPlainMap, type PlainMap } from '../../runs/schema/plain.ts';
import type { RawObject } from '../lines/raw.ts';

/** An object of a dump, which always says what it is. */
export type DumpedObject = RawObject & {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: NonNullable<RawObject['metadata']> & { readonly namespace?: string };
};

/** Objects of a file, and the kinds that it tells all of, be it that there are none. */
export type Dumped = { readonly objects: readonly DumpedObject[]; readonly kinds: readonly string[] };

/** An item of a list may leave out what the list says. */
const objectOf = (item: unknown, list: PlainMap | null): DumpedObject | null => {
  if (!isPlainMap(item)) return null;
  const listed = /^(.+)List$/.exec(String(list?.['kind'] ?? ''))?.[1];
  const kind = item['kind'] ?? listed;
  const apiVersion = item['apiVersion'] ?? list?.['apiVersion'];
  const { metadata, spec } = item;
  if (typeof kind !== 'string' || typeof apiVersion !== 'string' || !isPlainMap(metadata)) return null;
  if (spec !== undefined && !isPlainMap(spec)) return null;
  return { ...item, kind, apiVersion, metadata } as DumpedObject;
};

/** Of an empty `List`, which says not of what, the name of its file does: `kubectl get pods -o json > pods.json`. */
const kindInName: readonly (readonly [name: RegExp, kind: string])[] = [
  [/^(?:po|pods?)\b/i, 'Pod'],
  [/^(?:ev|events?)\b/i, 'Event'],
  [/^(?:no|nodes?)\b/i, 'Node'],
  [/^(?:deploy|deployments?)\b/i, 'Deployment'],
  [/^(?:rs|replicasets?)\b/i, 'ReplicaSet'],
  [/^(?:hpa|horizontalpodautoscalers?)\b/i, 'HorizontalPodAutoscaler'],
];

/**
 * What `kubectl get … -o json` wrote: one object, or a list of objects, of one kind (`PodList`) or of several (`List`).
 *
 * @param name of the file, without its folder
 * @returns null: it is no Kubernetes JSON, or has an item that is none
 */
export const dumpedIn = (value: unknown, name: string): Dumped | null => {
  if (!isPlainMap(value)) return null;
  const items = value['items'];
  if (!/List$/.test(String(value['kind'] ?? '')) || !Array.isArray(items)) {
    const one = objectOf(value, null);
    return one && { objects: [one], kinds: [one.kind] };
  }
  const objects = items.flatMap((item) => objectOf(item, value) ?? []);
  if (objects.length < items.length) return null;
  const listed = /^(.+)List$/.exec(String(value['kind']))?.[1];
  const named = kindInName.find(([pattern]) => pattern.test(name))?.[1];
  const kinds = [...objects.map(({ kind }) => kind), ...(listed ? [listed] : []), ...(named ? [named] : [])];
  return { objects, kinds: [...new Set(kinds)] };
};

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

const timesIn = (value: unknown): number[] => {
  if (typeof value === 'string') return rfc3339.test(value) ? [Date.parse(value)] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    // A deletion's time lies ahead.
    key === 'deletionTimestamp' ? [] : timesIn(inner),
  );
};

/** The newest time in some objects: about when they were read. null: none has any. */
export const newestTimeIn = (objects: readonly unknown[]): number | null => {
  let newest: number | null = null;
  for (const object of objects) for (const time of timesIn(object)) newest = Math.max(newest ?? time, time);
  return newest;
};
