/**
 * What a step of a trace without a number is taken for. `zero`: no requests. `interpolate`: a number on the straight line
 * between those around the gap.
 */
export const traceGaps = ['zero', 'interpolate'] as const;

/** What a step of a trace without a number is taken for. */
export type TraceGaps = (typeof traceGaps)[number];

/**
 * A gap in which fewer requests would have come is taken as none unasked. Of independent requests so many are missing at a
 * given second with a probability of e^-20: hardly once in the 2.7 million seconds of a month. With ten, each of 144 made-up
 * days and weeks of seconds without their zeros had such a gap.
 */
export const fewRequests = 20;
