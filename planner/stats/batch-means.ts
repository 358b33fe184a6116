import { type NotEnoughData, notEnoughData } from './interval.ts';
import { meanOfValues, varianceOfValues } from './simple.ts';

export type BatchMeans = {
  readonly mean: number;
  readonly standardError: number;
  readonly batches: number;
  readonly batchSize: number;
};

/**
 * Mean of a long dependent series and its standard error, from the scatter of the means of consecutive batches.
 * Batches must be long against the series' memory; a remainder that fills no batch is left out at the start,
 * where a simulation is least stationary.
 * Source: Law & Kelton, "Simulation Modeling and Analysis", section 9.5.3.
 *
 * @param batches 20 to 30 is usual
 * @returns the values' own unit, or notEnoughData when a batch would hold fewer than two values
 * @example batchMeans([1, 1, 3, 3], 2) // { mean: 2, standardError: 1, batches: 2, batchSize: 2 }
 */
export const batchMeans = (values: readonly number[], batches: number): BatchMeans | NotEnoughData => {
  const batchSize = Math.floor(values.length / batches);
  if (batches < 2 || batchSize < 2)
    return notEnoughData('at least 2 batches of 2 values', `${values.length} values for ${batches} batches`);
  const first = values.length - batches * batchSize;
  const means = Array.from({ length: batches }, (_, i) =>
    meanOfValues(values.slice(first + i * batchSize, first + (i + 1) * batchSize)),
  );
  return {
    mean: meanOfValues(means),
    standardError: Math.sqrt(varianceOfValues(means) / batches),
    batches,
    batchSize,
  };
};
