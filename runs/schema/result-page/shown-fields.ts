/** What each field is that tells how much a run shows, what kept arrivals back, and what a staircase or a ramp measured: see `resultFields`. */
export const shownFields: Readonly<Record<string, string>> = {
  isShown:
    'Whether so many requests show it: true, the whole interval is on the side of the limit that the verdict names; false, it is not, or there is none; null: undecided whether the objective is met',
  requestsToShow:
    'Requests with the same share of failures that would show an error share within its limit; null: so many show it, it is not met, or no number would. Of a latency the least that have an interval; null: these have one',
  heldRates: 'What a staircase or a ramp measured; absent for any other load, and where nothing was answered',
  'heldRates.by':
    'By what a rate is judged: slo, each step by error share and p95 latency; errorShare, a ramp by its failures alone',
  heldRatePerSecond:
    'Rate up to which the limits were kept, with every lower one; null: not even at the lowest',
  missedRatePerSecond: 'Lowest rate at which they were not kept; null: there is none',
  stretches: 'From the lowest rate up; kept above missed: the rate alone does not explain what failed',
  'stretches.fromRatePerSecond': 'Lowest rate of the stretch',
  'stretches.toRatePerSecond': 'Highest rate of the stretch',
  isKept: 'Whether the limits were kept',
  requestsPerArrival: 'Requests that a script sent per arrival, in the mean; absent: one',
  highest:
    'What the highest rates of the stretch rest on: its highest step, or ten seconds of a ramp; absent where the limits were not kept, and in older results',
  'highest.fromRatePerSecond': 'Lowest of these rates',
  'highest.toRatePerSecond': 'Highest of these rates',
  'highest.checks': 'The objectives at these rates, each as in verdict.checks',
  'faults.keptBack': 'Arrivals that a limit of the config dropped; absent: none',
  'keptBack.arrivals': 'How many were dropped',
  'keptBack.key': 'The limit, as a key of safety in the config',
  'keptBack.most': 'Most requests or virtual users at once, by that limit',
};
