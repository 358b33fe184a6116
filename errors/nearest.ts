/**
 * Damerau-Levenshtein distance: insertions, deletions and replacements of one character, and exchanges of two neighbours, which
 * is the commonest slip of a hand. It is a metric. O(a x b).
 *
 * Source: R. Lowrance, R. A. Wagner, "An extension of the string-to-string correction problem", J. ACM 22 (1975).
 *
 * @example editDistance('mraget', 'marget') // 1
 */
export const editDistance = (a: string, b: string): number => {
  const most = a.length + b.length;
  // Cell [i + 1][j + 1] is the distance of the first i and j characters; row and column 0 stand before any exchange.
  const distances = Array.from({ length: a.length + 2 }, (_, row) =>
    Array.from({ length: b.length + 2 }, (_, column) => {
      if (row === 0 || column === 0) return most;
      return row === 1 ? column - 1 : row - 1;
    }),
  );
  const at = (row: number, column: number): number => distances[row]![column]!;
  /** For each character the last row of `a` that has it. */
  const lastRowOf = new Map<string, number>();
  for (let i = 1; i <= a.length; i++) {
    let lastMatch = 0;
    for (let j = 1; j <= b.length; j++) {
      const [row, column] = [lastRowOf.get(b[j - 1]!) ?? 0, lastMatch];
      const isSame = a[i - 1] === b[j - 1];
      if (isSame) lastMatch = j;
      distances[i + 1]![j + 1] = Math.min(
        at(i, j) + (isSame ? 0 : 1),
        at(i + 1, j) + 1,
        at(i, j + 1) + 1,
        at(row, column) + (i - row - 1) + 1 + (j - column - 1),
      );
    }
    lastRowOf.set(a[i - 1]!, i);
  }
  return at(a.length + 1, b.length + 1);
};

const sharedBegin = (a: string, b: string): number => {
  const end = [...a].findIndex((letter, i) => letter !== b[i]);
  return end < 0 ? a.length : end;
};

/**
 * The known word that a typo most likely meant, or undefined when none is close (more than half of it differs). Of words that
 * are as close, the one that begins alike: slips are rarer at the begin of a word.
 *
 * @example nearestOf('mraget', ['budget', 'margin']) // 'margin'
 */
export const nearestOf = (word: string, known: readonly string[]): string | undefined => {
  const typed = word.toLowerCase();
  const ranked = known
    .map((candidate) => {
      const name = candidate.toLowerCase();
      return { candidate, distance: editDistance(typed, name), begin: sharedBegin(typed, name) };
    })
    .sort((a, b) => a.distance - b.distance || b.begin - a.begin || a.candidate.localeCompare(b.candidate));
  const best = ranked[0];
  return best && best.distance <= Math.max(2, best.candidate.length / 2) ? best.candidate : undefined;
};
