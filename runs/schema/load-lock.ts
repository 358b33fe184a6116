import { z } from 'zod';

/** `.load-<hex digits>.json`, beside the runs while a verb fires loads: who it is, and at which services. */
export const loadLockSchema = z.strictObject({
  /** Name of the machine: a process id means nothing on another one. */
  host: z.string(),
  processId: z.int().min(1),
  /** When that process began, as its system tells it: ids are used again. null: the system does not tell. */
  processStart: z.string().nullable(),
  sinceMs: z.number(),
  /** What is fired at, as the tool names it: addresses without their query, and pods. */
  services: z.array(z.string()),
});

/** Who fires loads, and at which services. */
export type LoadLock = z.infer<typeof loadLockSchema>;
