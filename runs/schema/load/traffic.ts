import { z } from 'zod';
import { about } from '../about.ts';
import { retriesSchema } from './retries.ts';
import { runnersSchema } from './runners.ts';

/**
 * How arrivals vary about the rate. `random`: as if each caller came by itself (Poisson); `dispersion`: burstier, the
 * variance of the counts per second is so many times their mean; `even`: equal gaps, which flatters a service.
 */
const arrivalsSchema = z
  .union(
    [
      z.enum(['random', 'even']),
      z.strictObject({
        dispersion: z
          .number()
          .min(1)
          .max(1000)
          .meta(
            about('variance of the arrivals per second, over their mean; 1 is random', 3, { unit: 'times' }),
          ),
      }),
    ],
    { error: "expected 'random', 'even' or { dispersion: 3 }" },
  )
  .meta(
    about(
      "how arrivals vary about the rate: 'random' as of many callers, { dispersion } for bursts, 'even' for equal gaps",
      'random',
      { otherwise: "'random'" },
    ),
  );

/** Which connections requests use. Behind a plain Service they decide which pods get load. */
const connectionsSchema = z
  .strictObject({
    mode: z
      .enum(['reuse', 'perUser', 'new'])
      .default('reuse')
      .meta(
        about(
          "'reuse': any idle connection; 'perUser': one for each virtual user of a script; 'new': one for each request",
          'new',
        ),
      ),
    maxAgeSeconds: z
      .number()
      .positive()
      .exactOptional()
      .meta(about('an older connection gets no further request', 30, { otherwise: 'no limit' })),
  })
  .meta(
    about(
      'which connections requests use: behind a plain Service they decide which pods get load',
      {
        mode: 'new',
      },
      { otherwise: "{ mode: 'reuse' }" },
    ),
  );

/** A weight, or the endpoint whose arrivals run the function and its weight among the functions of that endpoint. */
const mixedSchema = z.union([
  z.number().positive(),
  z.strictObject({
    endpoint: z.string().min(1).meta(about('name of the endpoint whose arrivals run it', 'score')),
    weight: z
      .number()
      .positive()
      .default(1)
      .meta(about('its weight among the functions of that endpoint', 2, { unit: 'weight' })),
  }),
]);

const mixSchema = z
  .record(z.string().min(1), mixedSchema)
  .refine((mix) => Object.keys(mix).length > 0, { message: 'names no function' })
  .meta(
    about(
      "functions that your script exports, or scenarios of its options, each with its weight; with several endpoints also whose arrivals run it: { vote: { endpoint: 'score' } }",
      { vote: 3, hook: 1 },
      { otherwise: 'the default function of the script' },
    ),
  );

const clientRetriesSchema = retriesSchema.meta(
  about(
    'how your clients try again after 429, 502, 503, 504, a broken connection or a timeout: the load does so, and `plan` expects it. A script tries again by itself',
    { countMax: 3 },
    { otherwise: 'they do not' },
  ),
);

const sharedRunnersSchema = runnersSchema.meta(
  about(
    'several generators, on this machine or in pods, that share the plan',
    { where: 'local', count: 4 },
    { otherwise: 'one, on this machine' },
  ),
);

/** What each kind of load may say of its arrivals. */
export const traffic = {
  arrivals: arrivalsSchema.exactOptional(),
  connections: connectionsSchema.exactOptional(),
  retries: clientRetriesSchema.exactOptional(),
  mix: mixSchema.exactOptional(),
  runners: sharedRunnersSchema.exactOptional(),
};

/** Functions of a script with their weights. */
export type MixWeights = z.infer<typeof mixSchema>;
/** How arrivals vary about the rate. */
export type ArrivalKind = z.infer<typeof arrivalsSchema>;
