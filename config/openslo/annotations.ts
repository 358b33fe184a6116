import { nearestOf } from '../../errors/nearest.ts';

/** Where a file says itself what a query measures that can't be understood; and the values that each takes. */
const annotationValues = {
  'headroom/measures': ['failures'],
  'headroom/unit': ['s', 'ms'],
  'headroom/total': ['same-requests'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type Annotations = Readonly<Record<string, unknown>> | undefined;

type Fault = { readonly what: string; readonly fix: string };

const names = Object.keys(annotationValues);

const isName = (key: string): key is keyof typeof annotationValues => names.includes(key);

/**
 * Of the annotations of Headroom the first that is none: a misspelt one would be passed over. Those of others are their own.
 *
 * @example annotationFault({ 'headroom/measure': 'failures' })
 * // { what: 'unknown annotation "headroom/measure"', fix: 'did you mean headroom/measures?' }
 */
export const annotationFault = (annotations: Annotations = {}): Fault | undefined => {
  for (const [key, value] of Object.entries(annotations)) {
    if (!key.startsWith('headroom/')) continue;
    if (!isName(key)) {
      const near = nearestOf(key, names);
      const fix = near === undefined ? `known are ${names.join(', ')}` : `did you mean ${near}?`;
      return { what: `unknown annotation ${JSON.stringify(key)}`, fix };
    }
    const values: readonly string[] = annotationValues[key];
    if (!values.includes(String(value)))
      return { what: `${key} is ${String(value)}`, fix: `write ${values.join(' or ')}` };
  }
  return undefined;
};
