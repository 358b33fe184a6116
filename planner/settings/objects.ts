import { type OpenDocument, objectAt, openDocuments, valueIn } from './text/edit.ts';

const isList = (value: unknown): boolean => String(valueIn(value, ['kind'])).endsWith('List');

/** The items of a `kind: List`, or the document itself. */
const itemsOf = (document: OpenDocument): readonly OpenDocument[] => {
  const items = valueIn(document.value, ['items']);
  if (!isList(document.value) || !Array.isArray(items)) return [document];
  return items.map((_, i) => objectAt(document, ['items', i]));
};

/**
 * Every object of a YAML or JSON file: its documents, and what lists in them hold.
 *
 * @throws HeadroomError E_CONFIG if the text is neither
 */
export const objectsIn = (text: string): readonly OpenDocument[] => openDocuments(text).flatMap(itemsOf);
