/**
 * Gives memory back at once, which else waits for the garbage collector while larger memory already takes its place. Nobody
 * may look at it any more.
 */
export const giveBack = ({ buffer }: ArrayBufferView): void => {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
};

/** Memory for so many numbers: the same where it is enough, else larger memory in its place. */
export const roomFor = (numbers: Float64Array, length: number): Float64Array => {
  if (numbers.length >= length) return numbers;
  giveBack(numbers);
  return new Float64Array(length);
};
