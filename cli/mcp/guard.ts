import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { shownUrl } from '../../load/plan/secrets.ts';
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
  const targets = endpoints.map(({ method, url }) => `${method} ${shownUrl(url)}`);
  return [
    `A ${load.scenario} of ${about}${formatQuantity(arrivals, 'request')} in ${formatQuantity(plannedSecondsOf(phases), 'second')}, up to ${formatNumber(peakRateOf(phases))} requests/s`,
    `to ${targets.join(' and ')}${script === undefined ? '' : `, by the script ${script}`}.`,
    `Hosts that can be reached: ${safety.allowedHosts.join(', ')}. The config is ${file}.`,
  ].join(' ');
};

const textOf = (file: string | undefined): string =>
  file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : '';

/**
 * A mark of all that decides what is fired: if it changes, a person has agreed to something else. The config was read once,
 * when the server started; of its file and of the script the text as it is now counts.
 */
export const digestOf = (config: ResolvedConfig): string =>
  createHash('sha256')
    .update(JSON.stringify(config))
    .update(textOf(config.file))
    .update(textOf(config.script))
    .digest('hex');

/** Questions that wait for an answer; each is good for one load, and only for the one that was shown. */
type Questions = {
  /** A new token for a load that a person is asked about. */
  readonly ask: (digest: string) => string;
  /** Whether this token was given for this load; it is used up. */
  readonly take: (token: string, digest: string) => boolean;
};

/** Bytes of a token: nobody guesses it. */
const tokenBytes = 12;

/** Keeps the questions of one server, in memory. */
export const createQuestions = (): Questions => {
  const open = new Map<string, string>();
  return {
    ask: (digest) => {
      const token = randomBytes(tokenBytes).toString('hex');
      open.set(token, digest);
      return token;
    },
    take: (token, digest) => {
      const asked = open.get(token);
      open.delete(token);
      return asked === digest;
    },
  };
};
