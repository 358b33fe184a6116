/**
 * What a step of a trace without a number is taken for. `zero`: no requests. `interpolate`: a number on the straight line
 * between those around the gap.
 */
export const traceGaps = ['zero', 'interpolate'] as const;

/** What a step of a trace without a number is taken for. */
export type TraceGaps = (typeof traceGaps)[number];

/**
 * A gap in which fewer requests would have come is taken as none unasked. Under an even load one gap of 22,000 of that length
 * is empty by chance (e^-10), and ten requests hardly change a load.
 */
export const fewRequests = 10;
