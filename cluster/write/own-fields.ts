import { fieldManager, type LiveObject } from './write-object.ts';

/** Keys of `fieldsV1` that stand for a field of a map; others are items of lists. */
const fieldKey = /^f:(.+)$/;

const leavesOf = (fields: unknown, path: readonly string[]): readonly (readonly string[])[] => {
  const entries = Object.entries(typeof fields === 'object' && fields !== null ? fields : {});
  const inner = entries.flatMap(([key, value]) => {
    const name = fieldKey.exec(key)?.[1];
    return name === undefined ? [] : leavesOf(value, [...path, name]);
  });
  return inner.length === 0 && path.length > 0 ? [path] : inner;
};

/**
 * The fields that an earlier apply of ours set. A server-side apply that leaves them out would take them out of the object,
 * so they go along with their present values.
 *
 * @example ownFields(hpa) // [['spec', 'minReplicas']]
 */
export const ownFields = ({ metadata }: LiveObject): readonly (readonly string[])[] =>
  (metadata.managedFields ?? [])
    .filter(({ manager, operation }) => manager === fieldManager && operation === 'Apply')
    .flatMap(({ fieldsV1 }) => leavesOf(fieldsV1, []));
