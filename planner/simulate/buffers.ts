/**
 * Gives memory back at once. The garbage collector may keep it for long, while larger memory already takes its place. Nobody
 * may look at it any more.
 */
export const giveBack = ({ buffer }: ArrayBufferView): void => {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
};

/** A buffer for so many numbers: the given one where it is large enough, else a larger one in its place. */
export const bufferFor = (numbers: Float64Array, length: number): Float64Array => {
  if (numbers.length >= length) return numbers;
  giveBack(numbers);
  return new Float64Array(length);
};
