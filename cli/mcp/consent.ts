import { randomBytes } from 'node:crypto';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { publicUrl } from '../../errors/redact/urls.ts';
import { sumOf } from '../../planner/stats/sum.ts';
import { peakRateOf, plannedArrivalsOf, plannedSecondsOf } from '../../planner/timeline/planned-rate.ts';
import { formatNumber, formatQuantity } from '../../reports/format.ts';

/** Whether as many requests are fired as the rates say; random arrivals are drawn, so some more or fewer. */
const isExact = ({ load }: ResolvedConfig): boolean => load.arrivals === 'even' || load.arrivals === 'exact';

/** What would be fired, for the person who is asked. */
export const loadInWords = (config: ResolvedConfig): string => {
  const { file, endpoints, phases, safety, script, load } = config;
  const about = isExact(config) ? '' : 'about ';
  const arrivals = Math.round(sumOf(phases.map(plannedArrivalsOf)));
  const targets = endpoints.map(({ method, url }) => `${method} ${publicUrl(url)}`);
  return [
    `A ${load.scenario} of ${about}${formatQuantity(arrivals, 'request')} in ${formatQuantity(plannedSecondsOf(phases), 'second')}, up to ${formatNumber(peakRateOf(phases))} requests/s`,
    `to ${targets.join(' and ')}${script === undefined ? '' : `, by the script ${script}`}.`,
    `Hosts that can be reached: ${safety.allowedHosts.join(', ')}. The config is ${file}.`,
  ].join(' ');
};

/** Questions that wait for an answer; each is good for one load. */
type Questions = {
  /** A new token for the load that a person is asked about. */
  readonly ask: () => string;
  /** Whether this token was given and not used; it is used up. */
  readonly take: (token: string) => boolean;
};

/** Bytes of a token: nobody guesses it. */
const tokenBytes = 12;

/** Keeps the questions of one server, in memory. */
export const createQuestions = (): Questions => {
  const open = new Set<string>();
  return {
    ask: () => {
      const token = randomBytes(tokenBytes).toString('hex');
      open.add(token);
      return token;
    },
    take: (token) => open.delete(token),
  };
};
