/**
 * What a number of a trace counts. `count`: requests of its step. The rates: requests per second, minute or hour.
 * `eachRow`: no number; each row is one request.
 */
export const traceUnits = ['count', 'perSecond', 'perMinute', 'perHour', 'eachRow'] as const;

/** What a number of a trace counts. */
export type TraceUnit = (typeof traceUnits)[number];
