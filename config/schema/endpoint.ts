import { z } from 'zod';
import { about } from '../../runs/schema/about.ts';
import { sloSchema } from '../../runs/schema/run.ts';
import { payloadSchema } from './payload.ts';
import { headersSchema, methodSchema, timeoutSchema, urlSchema } from './request.ts';

const ofTarget = { otherwise: 'that of target' } as const;
const ofSlo = { otherwise: 'that of slo' } as const;

const ownSloSchema = z.strictObject({
  maxErrorShare: sloSchema.shape.maxErrorShare
    .unwrap()
    .optional()
    .meta(about('share of its requests that may end in anything but 2xx', 0.05, ofSlo)),
  p95LatencyMs: sloSchema.shape.p95LatencyMs.meta(
    about('limit of the 95th percentile of the latency of its successful requests', 300, ofSlo),
  ),
});

/** Beside `target`: one of several requests that arrivals send. What it leaves out is the target's. */
const endpointSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][\w.-]*$/, 'expected letters, digits, and - _ . between them')
    .meta(about('what reports call it', 'score')),
  share: z
    .number()
    .gt(0)
    .max(1, 'a share in (0, 1]')
    .meta(about('its part of the arrivals; the shares of all endpoints add up to 1', 0.9)),
  path: z
    .string()
    .regex(/^\/(?!\/)/, 'expected a path on the host of target.url, such as "/embed"')
    .optional()
    .meta(about('a path on the host of target.url', '/embed', ofTarget)),
  url: urlSchema
    .optional()
    .meta(
      about(
        'in place of path: a whole address, on any host that may be reached',
        'http://embed.example/embed',
        ofTarget,
      ),
    ),
  method: methodSchema.optional().meta(about('the method of its requests', 'POST', ofTarget)),
  headers: headersSchema
    .optional()
    .meta(
      about(
        'headers beside those of target; one of the same name takes the place of it',
        { 'x-model': 'embed' },
        ofTarget,
      ),
    ),
  payload: payloadSchema
    .optional()
    .meta(about('what each of its requests sends', { file: './embed.json' }, ofTarget)),
  requestTimeoutMs: timeoutSchema.optional().meta(about('when its client gives up', 6000, ofTarget)),
  slo: ownSloSchema
    .optional()
    .meta(about('its own limits; what is left out is that of slo', { p95LatencyMs: 300 }, ofSlo)),
});

/** The endpoints of a config as they are written. */
export const endpointsSchema = z.array(endpointSchema).min(1);

/** An endpoint as it is written. */
export type EndpointWritten = z.output<typeof endpointSchema>;
