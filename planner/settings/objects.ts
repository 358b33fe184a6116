import { type OpenDocument, objectAt, openDocuments, valueIn } from './text/edit.ts';

const isList = (value: unknown): boolean => String(valueIn(value, ['kind'])).endsWith('List');

/** Where a document holds objects of its own: a `kind: List`, or a template of Azure Resource Manager. */
const heldAt = (value: unknown): string | undefined => {
  if (isList(value)) return 'items';
  return /deploymentTemplate/i.test(String(valueIn(value, ['$schema']))) ? 'resources' : undefined;
};

/** What a document holds, or the document itself. */
const itemsOf = (document: OpenDocument): readonly OpenDocument[] => {
  const key = heldAt(document.value);
  const items = key && valueIn(document.value, [key]);
  if (key === undefined || !Array.isArray(items)) return [document];
  return items.map((_, i) => objectAt(document, [key, i]));
};

/**
 * Every object of a YAML or JSON file: its documents, and what lists in them hold.
 *
 * @throws HeadroomError E_CONFIG if the text is neither
 */
export const objectsIn = (text: string): readonly OpenDocument[] => openDocuments(text).flatMap(itemsOf);
