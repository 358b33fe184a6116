import { nextUniform, type Random, type RandomStream } from './random.ts';

/**
 * Ziggurat sampling: the area under a falling density is cut into 256 layers of equal area. One random number picks a
 * layer and a place in it; 99 of 100 times that place lies under the density whatever the height, and is the draw.
 * Source: Marsaglia & Tsang, "The ziggurat method for generating random variables", Journal of Statistical Software
 * 5(8), 2000: right edges r and areas v of their section 2. Bits of layer and place do not overlap, as Doornik, "An
 * improved ziggurat method to generate normal random samples", 2005, asks for.
 */
type Layers = {
  /** Right edge of each layer, the widest first; the first one is as wide as if it held the tail as well. Then 0. */
  readonly edges: Float64Array;
  /** Density at each edge. */
  readonly heights: Float64Array;
  /** Width of a layer over the number of places in it. */
  readonly steps: Float64Array;
};

const layerCount = 256;

type Shape = {
  readonly density: (x: number) => number;
  /** The x at which the density is y. */
  readonly inverse: (y: number) => number;
  readonly rightEdge: number;
  readonly area: number;
  readonly places: number;
};

const buildLayers = ({ density, inverse, rightEdge, area, places }: Shape): Layers => {
  const edges = new Float64Array(layerCount + 1);
  edges[0] = area / density(rightEdge);
  edges[1] = rightEdge;
  for (let i = 1; i < layerCount - 1; i++) edges[i + 1] = inverse(density(edges[i]!) + area / edges[i]!);
  return { edges, heights: edges.map(density), steps: edges.map((edge) => edge / places) };
};

const exponentialEdge = 7.69711747013105;
const exponentialPlaces = 2 ** 24;
const exponentialLayers = buildLayers({
  density: (x) => Math.exp(-x),
  inverse: (y) => -Math.log(y),
  rightEdge: exponentialEdge,
  area: 0.003949659822581557,
  places: exponentialPlaces,
});

const normalEdge = 3.6541528853610088;
const normalPlaces = 2 ** 23;
const normalLayers = buildLayers({
  density: (x) => Math.exp((-x * x) / 2),
  inverse: (y) => Math.sqrt(-2 * Math.log(y)),
  rightEdge: normalEdge,
  area: 0.00492867323399,
  places: normalPlaces,
});

const bitsOf = (uniform: number): number => (uniform * 2 ** 32) | 0;

/** Whether a place beside the core of its layer lies under the density, by one more random number. */
const isUnder = ({ heights }: Layers, layer: number, density: number, random: Random): boolean => {
  const low = heights[layer]!;
  return low + random() * (heights[layer + 1]! - low) < density;
};

const { edges: exponentialEdges, steps: exponentialSteps } = exponentialLayers;

const placeOf = (bits: number): number => (bits >>> 8) * exponentialSteps[bits & 255]!;

/** The exponential whose first random bits are these, wherever its place lies. */
const exponentialFrom = (first: number, random: Random): number => {
  let before = 0;
  for (let bits = first; ; bits = bitsOf(random())) {
    const layer = bits & 255;
    const x = placeOf(bits);
    if (x < exponentialEdges[layer + 1]!) return before + x;
    // What is left of an exponential beyond any point is exponential again.
    if (layer === 0) before += exponentialEdge;
    else if (isUnder(exponentialLayers, layer, Math.exp(-x), random)) return before + x;
  }
};

/** Standard exponential, mean 1. Takes one number of `random` in 99 of 100 draws. */
export const drawExponential = (random: Random): number => exponentialFrom(bitsOf(random()), random);

/**
 * Fills the array from a place on with exponentials, as long as they lie in the core of their layer. Gives the place of the first
 * one that does not, where its random bits stand; the length if all do.
 */
const fillFromCores = (numbers: Float64Array, from: number, state: Int32Array): number => {
  for (let i = from; i < numbers.length; i++) {
    const bits = bitsOf(nextUniform(state));
    const x = placeOf(bits);
    if (x >= exponentialEdges[(bits & 255) + 1]!) {
      numbers[i] = bits;
      return i;
    }
    numbers[i] = x;
  }
  return numbers.length;
};

/** Fills the array with what as many calls of `drawExponential` would give, in half the time. */
export const fillExponentials = (numbers: Float64Array, random: RandomStream): void => {
  for (let i = 0; i < numbers.length; i++) {
    i = fillFromCores(numbers, i, random.state);
    if (i < numbers.length) numbers[i] = exponentialFrom(numbers[i]!, random);
  }
};

/** Beyond the right edge. Source: Marsaglia, "Generating a variable from the tail of the normal distribution", 1964. */
const drawNormalTail = (random: Random): number => {
  for (;;) {
    const x = -Math.log(1 - random()) / normalEdge;
    if (-2 * Math.log(1 - random()) > x * x) return normalEdge + x;
  }
};

const { edges: normalEdges, steps: normalSteps } = normalLayers;

/** Standard normal, mean 0 and variance 1. Takes one number of `random` in 99 of 100 draws. */
export const drawNormal = (random: Random): number => {
  for (;;) {
    const bits = bitsOf(random());
    const layer = bits & 255;
    const x = (bits >>> 9) * normalSteps[layer]!;
    // 1 or -1, without a branch that nobody could foresee.
    const sign = 1 - ((bits & 256) >> 7);
    if (x < normalEdges[layer + 1]!) return sign * x;
    if (layer === 0) return sign * drawNormalTail(random);
    if (isUnder(normalLayers, layer, Math.exp((-x * x) / 2), random)) return sign * x;
  }
};
