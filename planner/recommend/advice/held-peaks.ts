/**
 * The last of ascending steps at which something holds, by ever longer steps from a guess and then by halves: a good
 * guess takes two or three looks. -1: at none.
 *
 * @param range.last nothing above it is asked
 * @example lastHolding((at) => at <= 5, { guess: 4, last: 9 }) // 5
 */
export const lastHolding = (
  holds: (at: number) => boolean,
  { guess, last }: { readonly guess: number; readonly last: number },
): number => {
  let [held, failed] = [-1, last + 1];
  let at = Math.min(guess, last);
  for (let step = 1; failed - held > 1; step *= 2) {
    if (holds(at)) held = at;
    else failed = at;
    if (held === -1) at = Math.max(0, failed - step);
    else at = failed > last ? Math.min(last, held + step) : Math.floor((held + failed) / 2);
  }
  return held;
};

/**
 * The last step that each draw holds, for the draws that hold least. What is beyond them is not looked for: the others
 * get the greatest of these, which is no more than they hold.
 *
 * @param options.least so many of the answers are exact, the least ones
 * @param options.guess where the first look goes
 * @returns for each draw, in their order: a step from 0 to `last`, or -1
 */
export const leastHeld = (
  draws: readonly number[],
  holds: (draw: number, at: number) => boolean,
  options: { readonly least: number; readonly guess: number; readonly last: number },
): number[] => {
  const { least, guess, last } = options;
  let lowest: number[] = [];
  return draws.map((draw, i) => {
    const ceiling = i < least ? last : lowest.at(-1)!;
    const near = Math.max(0, lowest.at(-1) ?? guess);
    const held = lastHolding((at) => holds(draw, at), { guess: near, last: ceiling });
    lowest = [...lowest, held].sort((a, b) => a - b).slice(0, least);
    return held;
  });
};
