/**
 * The parts of a list between its commas. Commas inside parentheses belong to a part.
 *
 * @example commaParts('a in (x,y),b') // ['a in (x,y)', 'b']
 */
export const commaParts = (list: string): string[] => {
  const parts: string[] = [];
  let isInside = false;
  for (const piece of list.split(',')) {
    parts.push(isInside ? `${parts.pop()},${piece}` : piece);
    const [opened, closed] = [piece.lastIndexOf('('), piece.lastIndexOf(')')];
    if (opened !== closed) isInside = opened > closed;
  }
  return parts;
};
