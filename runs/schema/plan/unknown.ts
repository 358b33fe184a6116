import { z } from 'zod';
import { way } from './notes.ts';

/** A run that tells what is not known well: the recorded load once more, or one rate for a while. */
const nextRunSchema = z.strictObject({
  load: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('again') }),
    z.strictObject({
      kind: z.literal('soak'),
      ratePerSecond: z.number().positive(),
      soakSeconds: z.int().min(1),
    }),
  ]),
  /** Router and client wait so long in it; absent: as before. */
  requestTimeoutMs: z.number().positive().exactOptional(),
});

/** An input that is not known well, and the least minimum of replicas that holds for each value that it is likely to have. */
export const unknownSchema = z.strictObject({
  input: z.enum([
    'serviceTime',
    'serviceP95',
    'startupLag',
    'routerInstances',
    'timedOutRequest',
    'balancing',
  ]),
  possible: z
    .array(
      z.strictObject({
        /** Milliseconds, a count, what a timed-out request does, or how requests find their replica. */
        value: z.union([z.number(), z.enum(['release', 'keepWorking']), z.strictObject(way)]),
        /** null: none that was tried holds. */
        minReplicas: z.int().min(1).nullable(),
      }),
    )
    .min(2),
  /** It moves the minimum by more than a quarter: the next run should find it out, and the advice is interim. */
  isCostly: z.boolean(),
  /** Nothing holds for any value of a single input: the minima are those if all others have their most favourable likely values. */
  ifOthersFavourable: z.literal(true).exactOptional(),
  /** What would tell it. Older files named no run. */
  nextRun: nextRunSchema.default({ load: { kind: 'again' } }),
});

/** A run that tells what is not known well. */
export type NextRun = z.infer<typeof nextRunSchema>;
/** An input that is not known well, what knowing it is worth, and the run that would tell it. */
export type Unknown = z.infer<typeof unknownSchema>;

/** Where a minimum of replicas will probably be. */
export type Minima = {
  readonly least: number;
  /** null: perhaps more than were tried. */
  readonly most: number | null;
};

/**
 * What the minimum comes to once an unknown is known: at least what the most favourable likely value needs. At most it is the
 * greater of what the least favourable one needs and what is advised meanwhile.
 *
 * @param advisedMinimum null where nothing that was tried holds
 * @returns undefined where no likely value lets any settings hold, as long as nothing else is known
 * @example minimaOnceKnown({ possible: [{ value: 1, minReplicas: 15 }, { value: 3, minReplicas: 20 }] }, 23) // { least: 15, most: 23 }
 */
export const minimaOnceKnown = (
  { possible, ifOthersFavourable }: Pick<Unknown, 'possible' | 'ifOthersFavourable'>,
  advisedMinimum: number | null,
): Minima | undefined => {
  const counts = possible.flatMap(({ minReplicas }) => minReplicas ?? []);
  if (counts.length === 0 || ifOthersFavourable) return undefined;
  const isOpen = advisedMinimum === null || counts.length < possible.length;
  return { least: Math.min(...counts), most: isOpen ? null : Math.max(...counts, advisedMinimum) };
};
