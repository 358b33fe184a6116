import { uniformAt } from '../../stats/random.ts';
import { inFlightAt, type Spread, type View } from './spread.ts';

/** A second number for the same request, by another seed. */
const secondDraw = 0x2545f491;

/** Two different replicas at random; the one that has fewer requests of this instance, the first drawn if equal. */
const leastOfTwo = (spread: Spread, view: View, request: number): number => {
  const { rotation, seed } = spread;
  const size = rotation.length;
  const firstPlace = Math.floor(uniformAt(seed, request) * size);
  const first = rotation[firstPlace]!;
  const fewest = inFlightAt(spread, view, first);
  if (size === 1 || fewest === 0) return first;
  const among = Math.floor(uniformAt(seed ^ secondDraw, request) * (size - 1));
  const second = rotation[among >= firstPlace ? among + 1 : among]!;
  return inFlightAt(spread, view, second) < fewest ? second : first;
};

/** The replica with the fewest requests of this instance; of several, the next in the round. O(replicas). */
const leastOfAll = ({ rotation }: Spread, view: View): number => {
  const { inFlight } = view;
  const size = rotation.length;
  const from = view.next % size;
  let place = from;
  let fewest = inFlight[rotation[from]!]!;
  for (let step = 1; step < size && fewest > 0; step++) {
    const other = from + step < size ? from + step : from + step - size;
    const count = inFlight[rotation[other]!]!;
    if (count < fewest) [place, fewest] = [other, count];
  }
  view.next = place + 1;
  return rotation[place]!;
};

/** The replica that a request is sent to, of those in rotation, of which there is at least one. */
export const chooseReplica = (spread: Spread, view: View, request: number): number => {
  const { rule, rotation, seed } = spread;
  switch (rule) {
    case 'random':
      return rotation[Math.floor(uniformAt(seed, request) * rotation.length)]!;
    case 'roundRobin':
      view.next = (view.next + 1) % rotation.length;
      return rotation[view.next]!;
    case 'leastOfTwo':
      return leastOfTwo(spread, view, request);
    case 'leastOfAll':
      return leastOfAll(spread, view);
  }
};
