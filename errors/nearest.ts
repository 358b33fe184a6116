/** Levenshtein distance: single-character insertions, deletions and replacements. O(a x b). */
export const editDistance = (a: string, b: string): number => {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replace, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
};

/**
 * The known word that a typo most likely meant, or undefined when none is close (more than half of it differs).
 *
 * @example nearestOf('tagret', ['target', 'load']) // 'target'
 */
export const nearestOf = (word: string, known: readonly string[]): string | undefined => {
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance || a.candidate.localeCompare(b.candidate));
  const best = ranked[0];
  return best && best.distance <= Math.max(2, best.candidate.length / 2) ? best.candidate : undefined;
};
