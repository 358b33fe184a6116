/** A search that asks several yes-or-no questions at a time: those of one round may be answered side by side. */
export type Search<Question, Found> = Generator<readonly Question[], Found, readonly boolean[]>;

/** Several searches as one: each round has the questions of all that are still looking. */
function* inStep<Question, Found>(searches: readonly Search<Question, Found>[]): Search<Question, Found[]> {
  const turns = searches.map((search) => search.next());
  for (;;) {
    const asked = turns.map(({ done, value }) => (done ? [] : (value as readonly Question[])));
    const questions = asked.flat();
    if (questions.length === 0) return turns.map(({ value }) => value as Found);
    const answers = yield questions;
    let from = 0;
    for (const [i, { length }] of asked.entries()) {
      if (length > 0) turns[i] = searches[i]!.next(answers.slice(from, from + length));
      from += length;
    }
  }
}

/**
 * The last of ascending steps at which something holds, by ever longer steps from a guess and then by halves: a good
 * guess takes two or three looks. -1: at none. Asks at which steps it holds.
 *
 * @param range.last nothing above it is asked
 * @example lastHolding({ guess: 4, last: 9 }).next().value // [4]
 */
export function* lastHolding({
  guess,
  last,
}: {
  readonly guess: number;
  readonly last: number;
}): Search<number, number> {
  let [held, failed] = [-1, last + 1];
  let at = Math.min(guess, last);
  for (let step = 1; failed - held > 1; step *= 2) {
    const [holds] = yield [at];
    if (holds) held = at;
    else failed = at;
    if (held === -1) at = Math.max(0, failed - step);
    else at = failed > last ? Math.min(last, held + step) : Math.floor((held + failed) / 2);
  }
  return held;
}

/** A question of `leastHeld`: whether a draw holds at a step. */
type Look = { readonly draw: number; readonly at: number };

/** `lastHolding` of one draw. */
function* heldBy(
  draw: number,
  range: { readonly guess: number; readonly last: number },
): Search<Look, number> {
  const search = lastHolding(range);
  let turn = search.next();
  while (!turn.done) {
    const answers = yield turn.value.map((at) => ({ draw, at }));
    turn = search.next(answers);
  }
  return turn.value;
}

/**
 * Draws that are searched side by side, which keeps two threads busy. Neither can begin where the other one ended, so
 * that together they take a few looks more.
 */
const drawsAtOnce = 2;

/**
 * The last step that each draw holds, exact for the draws that hold least. The others are searched only up to the
 * greatest of those steps so far: what is returned of them is a lower bound.
 *
 * @param options.least how many of the answers are exact: the least ones
 * @param options.guess where the first look goes
 * @returns for each draw, in their order: a step from 0 to `last`, or -1
 */
export function* leastHeld(
  draws: readonly number[],
  options: { readonly least: number; readonly guess: number; readonly last: number },
): Search<Look, number[]> {
  const { least, guess, last } = options;
  let lowest: number[] = [];
  const found: number[] = [];
  while (found.length < draws.length) {
    const ceiling = found.length < least ? last : lowest.at(-1)!;
    const near = Math.max(0, lowest.at(-1) ?? guess);
    // The first one tells the others where to look.
    const next = draws.slice(found.length, found.length === 0 ? 1 : found.length + drawsAtOnce);
    const held = yield* inStep(next.map((draw) => heldBy(draw, { guess: near, last: ceiling })));
    found.push(...held);
    lowest = [...lowest, ...held].sort((a, b) => a - b).slice(0, least);
  }
  return found;
}
