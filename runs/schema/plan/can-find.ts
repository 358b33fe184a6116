import { z } from 'zod';
import { inputFigures, outcomeFigures } from '../comparison.ts';

/**
 * How small a difference from a base a comparison would find, before any run is fired: what `headroom compare <base>
 * --can-find --json` prints.
 */
export const canFindSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Ids of the runs. */
  base: z.array(z.string()).min(1),
  /** Of each side. */
  runs: z.array(z.int().min(1)),
  /** Share of comparisons that find a difference of that size. */
  foundShare: z.number().gt(0).lt(1),
  figures: z.array(
    z.strictObject({
      figure: z.enum([...outcomeFigures, ...inputFigures]),
      unit: z.enum(['share', 'millisecond', 'second', 'replica']),
      base: z.number().nullable(),
      /** The least increase that is found, for each number of runs, in the unit of the figure; null: unknown. */
      least: z.array(z.number().nullable()),
    }),
  ),
});

/** How small a difference a comparison would find. */
export type CanFind = z.infer<typeof canFindSchema>;
