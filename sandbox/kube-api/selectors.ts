import type { KubeObject } from './store.ts';

/** Whether an object is selected, or why the selector can't be read. */
export type Selector =
  | { readonly kind: 'selector'; readonly matches: (object: KubeObject) => boolean }
  | { readonly kind: 'fault'; readonly message: string };

type Test = (object: KubeObject) => boolean;

const everything: Selector = { kind: 'selector', matches: () => true };

const allOf = (tests: readonly (Test | string)[]): Selector => {
  const fault = tests.find((test) => typeof test === 'string');
  if (fault !== undefined) return { kind: 'fault', message: fault };
  return { kind: 'selector', matches: (object) => (tests as readonly Test[]).every((test) => test(object)) };
};

/** One requirement on a label: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b,c)`, `a`, `!a`. */
const labelTest = (requirement: string): Test | string => {
  const [, absent, key, operator, single, list] =
    /^\s*(!?)\s*([\w./-]+)\s*(?:(==?|!=)\s*([\w.-]*)|(?:in|notin)\s*\(([^)]*)\))?\s*$/.exec(requirement) ??
    [];
  if (key === undefined) return `unable to parse requirement: ${JSON.stringify(requirement)}`;
  const labelOf = ({ metadata }: KubeObject): string | undefined => metadata.labels?.[key];
  if (absent === '!') return (object) => labelOf(object) === undefined;
  if (single === undefined && list === undefined) return (object) => labelOf(object) !== undefined;
  const values = list === undefined ? [single] : list.split(',').map((value) => value.trim());
  const isNegated = operator === '!=' || /\snotin\s*\(/.test(requirement);
  return (object) => values.includes(labelOf(object)) !== isNegated;
};

/** Commas inside parentheses belong to a set of values. */
const requirementsOf = (text: string): string[] => text.split(/,(?![^(]*\))/);

/**
 * Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 *
 * @param text null or empty: everything
 */
export const parseLabelSelector = (text: string | null): Selector =>
  text ? allOf(requirementsOf(text).map(labelTest)) : everything;

const fieldOf = (object: KubeObject, path: string): string => {
  const value = path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], object);
  return value === undefined ? '' : String(value);
};

/**
 * Fields and values with `=`, `==` or `!=`; a field that can't be selected is a fault, as in a real API server.
 *
 * @param text null or empty: everything
 */
export const parseFieldSelector = (text: string | null, selectable: readonly string[]): Selector => {
  if (!text) return everything;
  return allOf(
    text.split(',').map((requirement): Test | string => {
      const [, field, operator, value] = /^\s*([\w.]+)\s*(==?|!=)\s*(.*?)\s*$/.exec(requirement) ?? [];
      if (field === undefined) return `invalid selector: ${JSON.stringify(requirement)}`;
      if (!selectable.includes(field)) return `field label not supported: ${field}`;
      return (object) => (fieldOf(object, field) === value) !== (operator === '!=');
    }),
  );
};
