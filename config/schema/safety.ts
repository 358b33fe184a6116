import { z } from 'zod';
import { about } from '../../runs/schema/about.ts';
import { readAllowedHost } from '../allowed-hosts.ts';

const autoStopSchema = z
  .strictObject({
    maxErrorShare: z
      .number()
      .gt(0)
      .max(1, 'a share in (0, 1]')
      .default(0.9)
      .meta(about('the load ends when more of the requests fail; 1: never', 0.5)),
    windowSeconds: z
      .int()
      .min(1)
      .max(600)
      .default(60)
      .meta(about('over how much time failures are counted', 30)),
    overdueMs: z
      .number()
      .positive()
      .default(10_000)
      .meta(
        about(
          'a request in flight for longer counts as failed already: a hung endpoint ends the load, too',
          10_000,
        ),
      ),
  })
  .prefault({})
  .meta(about('when a load that only fails is ended early', { maxErrorShare: 0.5 }));

const reach = {
  allowedHosts: z
    .array(
      z.string().refine((entry) => readAllowedHost(entry) !== undefined, {
        error: 'expected host or host:port, without http:// and without a path',
      }),
    )
    .min(1)
    .optional()
    .meta(
      about('host or host:port; a request to any other sends nothing', ['scoring.example'], {
        otherwise: 'the hosts of target.url and endpoints',
      }),
    ),
  allowUnfenced: z
    .array(z.string().min(1))
    .optional()
    .meta(
      about(
        'k6 modules that a script may import although the fence can’t hold their connections',
        ['k6/x/sql'],
        { otherwise: 'none' },
      ),
    ),
};

/** Where a load may go, how large it may be, and when it ends by itself. */
export const safetySchema = z.strictObject({
  ...reach,
  maxRatePerSecond: z
    .number()
    .positive()
    .default(500)
    .meta(about('no plan may ask for more, and no load sends more', 1000)),
  maxDurationSeconds: z.number().positive().default(3600).meta(about('no load may last longer', 7200)),
  maxReplicaHours: z
    .number()
    .positive()
    .default(100)
    .meta(
      about(
        'ready replicas x hours while the load runs, by the watch of the cluster: then the load ends',
        20,
        { unit: 'replica-hours' },
      ),
    ),
  maxInFlight: z
    .int()
    .min(1)
    .max(100_000)
    .default(10_000)
    .meta(
      about('requests in flight at once; planned arrivals beyond it are dropped, and counted', 20_000, {
        unit: 'requests',
      }),
    ),
  maxVirtualUsers: z
    .int()
    .min(1)
    .default(2_000)
    .meta(
      about('iterations of your own script at once, 0.3 MB of memory each; only with a script', 4000, {
        unit: 'virtual users',
      }),
    ),
  autoStop: autoStopSchema,
});
