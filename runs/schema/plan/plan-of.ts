/**
 * Whether a model or an advice is a run's own: it is written into the folder of the last run that it was made from. An older
 * advice names no runs and counts as one's own.
 */
export const isPlanOf = (
  { runs }: { readonly runs?: readonly string[] },
  { id }: { readonly id: string },
): boolean => runs === undefined || runs.at(-1) === id;
