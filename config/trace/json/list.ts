const [quote, backslash, openObject, closeObject, openList, closeList] = ['"', '\\', '{', '}', '[', ']'].map(
  (sign) => sign.charCodeAt(0),
) as [number, number, number, number, number, number];

/** Whether a sign in a string stands for itself: an odd number of backslashes stands before it. */
const isEscaped = (text: string, at: number): boolean => {
  let before = at;
  while (text.charCodeAt(before - 1) === backslash) before--;
  return (at - before) % 2 !== 0;
};

/** Where a string ends that begins at `from`; at the end of the text where it does not close. */
const stringEnd = (text: string, from: number): number => {
  let end = text.indexOf('"', from + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
};

/** An object of a list: the places of its first sign and after its last one. */
type ObjectPlace = { readonly from: number; readonly to: number };

/**
 * The objects of a text that is one JSON list, in order, found by their brackets: nothing is parsed or kept. Of a text that is
 * no valid JSON the places are of no use.
 *
 * @example [...objectsOfList('[{"a": "}"}, {}]')] // [{ from: 1, to: 11 }, { from: 13, to: 15 }]
 */
export const objectsOfList = function* (text: string): Generator<ObjectPlace> {
  let [depth, from] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = stringEnd(text, at);
    else if (code === openObject || code === openList) {
      if (depth === 1) from = at;
      depth++;
    } else if (code === closeObject || code === closeList) {
      depth--;
      if (depth === 1 && code === closeObject) yield { from, to: at + 1 };
    }
  }
};
