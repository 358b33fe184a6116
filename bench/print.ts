/** The middle value, or the mean of the two middle ones. */
export const medianOf = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** A number in three digits. */
export const figure = (value: number): string =>
  Math.abs(value) >= 1000 ? value.toFixed(0) : value.toPrecision(3);

/** One line of a benchmark: the median, every round, and what it should be. */
export const row = (name: string, values: readonly number[], goal: string): void => {
  const rounds = values.length > 1 ? ` (${values.map(figure).join(' ')})` : '';
  console.log(`${name.padEnd(62)} ${figure(medianOf(values)).padStart(9)}${rounds}  ${goal}`);
};
