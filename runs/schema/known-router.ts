import { z } from 'zod';
import { balancedPers, balancings } from '../../planner/platforms/balancing.ts';
import { about } from './about.ts';

const documented = { otherwise: 'the documented one' } as const;

/** What the router is set to, as far as its owner knows: what is left out is documented, seen in a run, or inferred. */
export const knownRouterSchema = z.strictObject({
  queueWaitMs: z
    .number()
    .min(0)
    .nullable()
    .exactOptional()
    .meta(about('a request that waits longer gets 503; null: no limit', 500, documented)),
  requestTimeoutMs: z
    .number()
    .positive()
    .nullable()
    .exactOptional()
    .meta(about('a request that takes longer gets 504; null: no limit', 5000, documented)),
  instances: z
    .int()
    .min(1)
    .max(16)
    .exactOptional()
    .meta(
      about('how many routers there are that do not know of each other’s requests', 3, {
        unit: 'routers',
        otherwise: 'inferred from waits and errors',
      }),
    ),
  onTimeout: z
    .enum(['release', 'keepWorking'])
    .exactOptional()
    .meta(
      about('whether a timed-out request frees its slot or works on', 'keepWorking', {
        otherwise: 'inferred',
      }),
    ),
  balancing: z
    .enum(balancings)
    .exactOptional()
    .meta(
      about(
        'central: requests wait in one queue in front of all replicas. Else each is sent to a replica at once and waits ' +
          'there: by chance, to each in turn, to the one of two or of all with the fewest requests',
        'central',
        { otherwise: 'as the platform documents, else inferred' },
      ),
    ),
  balancedPer: z
    .enum(balancedPers)
    .exactOptional()
    .meta(
      about('whether a replica is picked for each request or for each new connection', 'connection', {
        otherwise: 'request',
      }),
    ),
});

/** What the config says of the router. */
export type KnownRouter = z.infer<typeof knownRouterSchema>;
