import { z } from 'zod';
import { sloSchema } from '../runs/schema/run.ts';
import { payloadSchema } from './payload.ts';
import { headersSchema, methodSchema, timeoutSchema, urlSchema } from './request.ts';

/** Beside `target`: one of several requests that arrivals send. What it leaves out is the target's. */
const endpointSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][\w.-]*$/, 'expected letters, digits, and - _ . between them')
    .describe('what reports call it'),
  share: z
    .number()
    .gt(0)
    .max(1, 'a share in (0, 1]')
    .describe('of the arrivals; the shares of all endpoints add up to 1'),
  path: z
    .string()
    .regex(/^\/(?!\/)/, 'expected a path on the host of target.url, such as "/embed"')
    .optional()
    .describe('on the host of target.url'),
  url: urlSchema.optional().describe('in place of path: a whole address, on any host that may be reached'),
  method: methodSchema.optional(),
  headers: headersSchema
    .optional()
    .describe('beside those of target; one of the same name takes the place of it'),
  payload: payloadSchema.optional(),
  requestTimeoutMs: timeoutSchema.optional().describe('when the client gives up'),
  slo: z
    .strictObject({
      maxErrorShare: sloSchema.shape.maxErrorShare.unwrap().optional(),
      p95LatencyMs: sloSchema.shape.p95LatencyMs,
    })
    .optional()
    .describe('its own limits; what is left out is that of slo'),
});

/** The endpoints of a config as they are written. */
export const endpointsSchema = z.array(endpointSchema).min(1);

/** An endpoint as it is written. */
export type EndpointWritten = z.output<typeof endpointSchema>;
