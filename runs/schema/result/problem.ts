import { z } from 'zod';
import { k6FailureSchema } from './stop-reason.ts';

const problem = <const Code extends string, Fields extends z.ZodRawShape>(code: Code, fields: Fields) =>
  z.strictObject({ code: z.literal(code), ...fields });

/** What went wrong in a run without ending it, as codes and figures: `reports/words/run/problems.ts` has the sentences. */
export const problemSchema = z.discriminatedUnion('code', [
  /** What the script threw, in its own words, and the line of its source. */
  problem('scriptThrew', { thrown: z.string(), place: z.string().nullable() }),
  /** The fence refused a connection. */
  problem('hostRefused', { host: z.string() }),
  /** Options of the script that the plan decides. */
  problem('optionsReplaced', { names: z.array(z.string()) }),
  problem('thresholdMissed', { metric: z.string(), expression: z.string() }),
  /** What the script sends by, and nothing counts. */
  problem('notMeasured', { sentBy: z.string() }),
  problem('unknownOrder', { names: z.array(z.string()) }),
  /** Lines of the generator that could not be read, and what the system said when its stream broke. */
  problem('streamBroken', { brokenLines: z.int().min(0), failure: z.string().nullable() }),
  /** The generator ended without a last line. */
  problem('k6Ended', k6FailureSchema.shape),
]);

/** One thing that went wrong without ending the run. */
export type Problem = z.infer<typeof problemSchema>;
