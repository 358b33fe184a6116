/** Uniform numbers in [0, 1). */
export type Random = () => number;

/** splitmix32: spreads a small seed over 32 bits (Steele, Lea & Flood, OOPSLA 2014, constants of the 32-bit variant). */
const splitmix32 = (seed: number): Random => {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
};

/**
 * A uniform number in [0, 1) for each index: the same for the same seed, whatever was drawn before. For choices that
 * must stay bound to their request when settings change. Murmur3's finalizer over a Weyl sequence, as in splitmix32
 * (Steele, Lea & Flood, OOPSLA 2014); 2^-32 resolution.
 *
 * @param seed any integer
 * @param index any integer
 */
export const uniformAt = (seed: number, index: number): number => {
  let mixed = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b) + Math.imul(index + 1, 0x9e3779b9);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 4294967296;
};

/** Uniform numbers in [0, 1), one at each call. A loop that needs many takes them from the state, by `nextUniform`. */
export type RandomStream = Random & { readonly state: Int32Array };

/** The number that a call of the stream with this state would give, in a third of the time where a loop takes many. */
export const nextUniform = (state: Int32Array): number => {
  const b = state[1]!;
  const c = state[2]!;
  const counter = state[3]!;
  const sum = (((state[0]! + b) | 0) + counter) | 0;
  state[0] = b ^ (b >>> 9);
  state[1] = (c + (c << 3)) | 0;
  state[2] = (((c << 21) | (c >>> 11)) + sum) | 0;
  state[3] = (counter + 1) | 0;
  return (sum >>> 0) / 4294967296;
};

/**
 * sfc32, a small fast counting generator (Chris Doty-Humphrey, PractRand), with 2^-32 resolution.
 * Streams of one seed are independent: arrivals, service times and start-up lags each draw from their own, so
 * that changing one setting leaves the other draws alone (common random numbers).
 *
 * @param seed any integer
 * @param stream index of the stream, 0 by default
 */
export const createRandom = (seed: number, stream = 0): RandomStream => {
  const mix = splitmix32(seed ^ Math.imul(stream + 1, 0x85ebca6b));
  const state = Int32Array.of(mix(), mix(), mix(), 1);
  for (let i = 0; i < 12; i++) nextUniform(state);
  return Object.assign(() => nextUniform(state), { state });
};
