import { HeadroomError } from '../../../../errors/headroom-error.ts';
import { lineOf, type OpenDocument, type Path, valueIn, withValue } from '../../text/edit.ts';

/** How a word is compared: the tools of Azure ML take it in any case, with underscores or without. */
const bare = (word: string): string => word.toLowerCase().replaceAll('_', '');

/** Whether two words are the same to the tools of Azure ML. */
export const isSameWord = (one: unknown, word: string): boolean => bare(String(one)) === bare(word);

/** Where a form has the type of its scale settings, and its words for fixed and for scaled. */
export type ScaleType = { readonly path: Path; readonly words: readonly [fixed: string, scaled: string] };

/** Whether a deployment runs a fixed number of replicas. */
export const isFixedType = (value: unknown, { path, words: [fixed] }: ScaleType): boolean =>
  isSameWord(valueIn(value, path), fixed);

/**
 * A deployment with autoscaling on; its own spelling of the type stays.
 *
 * @throws HeadroomError E_CONFIG for a type that Azure ML does not know: what it was meant to be is not known either
 */
export const withScaledType = (object: OpenDocument, { path, words }: ScaleType): OpenDocument => {
  const [fixed, scaled] = words;
  const type = valueIn(object.value, path);
  if (isSameWord(type, scaled)) return object;
  // The schema requires a type beside the bounds.
  if (type === undefined || isSameWord(type, fixed)) return withValue(object, path, scaled);
  throw new HeadroomError('E_CONFIG', {
    what: `${path.join('.')} is ${JSON.stringify(type)}, which Azure ML does not know: how the deployment scales is not known`,
    where: `line ${lineOf(object, path)}`,
    fix: `write ${scaled} with both bounds, or ${fixed} for a fixed number of replicas, and plan again`,
  });
};
