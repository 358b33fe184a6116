import { z } from 'zod';
import { autoStopFactsSchema } from './stop-reason.ts';

/** Why a load ended, in the words of the generator. */
export const endReasons = [
  'complete',
  'stopped',
  'toolGone',
  'signal',
  'autoStop',
  'cap',
  'aborted',
] as const;

const count = z.int().min(0);

/** The last line of every load that ended in order; where it is missing, so is the tail. */
export const loadEndSchema = z.strictObject({
  kind: z.literal('end'),
  seq: count,
  generator: z.string(),
  reason: z.enum(endReasons),
  /** What the script or k6 said when it ended the load, or the name of the signal; empty for the other reasons. */
  detail: z.string(),
  /** Of `autoStop`: so many requests of a window failed or are overdue. */
  autoStop: autoStopFactsSchema.exactOptional(),
  /** Of `cap`: what the load wanted more of. */
  requestsPerSecondMax: z.number().exactOptional(),
  /** planned = fired + dropped + notStarted */
  planned: count,
  fired: count,
  dropped: count,
  notStarted: count,
  /** Requests begun, ended, and of those cut in flight. Without retries. */
  requests: count,
  ended: count,
  cut: count,
  exceptions: count,
  /** Requests sent again after a failure. */
  retries: count.exactOptional(),
  /** Connections that the fence refused. */
  refused: count,
  /** Lines written, this one included, and lines lost. */
  lines: count,
  linesLost: count,
  cpuSeconds: z.number(),
  memoryBytesMax: z.number(),
  endedAtMs: z.number(),
  /** `ok` is null where several runners judged their own parts, and these don't tell what the whole comes to. */
  thresholds: z.array(
    z.strictObject({ metric: z.string(), expression: z.string(), ok: z.boolean().nullable() }),
  ),
  setupRequests: count,
});
