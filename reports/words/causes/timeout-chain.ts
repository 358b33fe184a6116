import type { Timeouts } from '../../../runs/schema/recommendation.ts';
import type { CutOff, TimeoutChain, TimeoutLink } from '../../../runs/schema/result/timeout-chain.ts';
import { formatCount, formatMs, formatQuantity } from '../../format.ts';

const fromTexts: Readonly<Record<TimeoutLink['from'], string>> = {
  config: 'by the config',
  live: 'read from the pods',
  documented: 'documented, where nobody sets another one',
  observed: 'where answers were cut off',
  unknown: 'not known',
};

/** What a plan says of each layer, by the slowest request that the calibrated service makes. */
const planned = (timeouts: Timeouts | undefined, { layer }: TimeoutLink): number | null => {
  if (timeouts === undefined) return null;
  const { clientMs, gatewayMs, routerMs, modelMs } = timeouts;
  return { client: clientMs, gateway: gatewayMs, router: routerMs, server: modelMs, worker: modelMs }[layer];
};

/** One layer as cells: who, how long it waits, how that is known, what it cut, what it should be. */
export const linkCells = (link: TimeoutLink, timeouts: Timeouts | undefined): readonly string[] => {
  const { layer, ms, from, name, cut, shouldBeMs } = link;
  const leastMs = planned(timeouts, link) ?? shouldBeMs;
  const isEnough = leastMs === null || (ms !== null && ms >= leastMs);
  return [
    name === null ? layer : `${layer} (${name})`,
    ms === null ? '?' : formatMs(ms),
    fromTexts[from],
    cut === 0 ? '–' : formatCount(cut),
    isEnough ? '–' : `at least ${formatMs(leastMs)}`,
  ];
};

const seenText = ({ outcome, requests, ms }: CutOff): string =>
  `${formatQuantity(requests, 'request')} ended in ${outcome} after about ${formatMs(ms)}: one time, so a limit cut them`;

/** Two tries of half the time look the same as one try of the whole. */
const triesOfUnknown = 2;

/** Requests that were cut off, and by whom. */
export const cutOffSentence = (cutOff: CutOff, { links }: TimeoutChain): string => {
  const { layer, tries, ms } = cutOff;
  const seen = seenText(cutOff);
  if (layer === null) {
    const client = links.find((link) => link.layer === 'client');
    const patience = client?.ms == null ? '' : `, whose own limit is ${formatMs(client.ms)}`;
    return `${seen}. Whose is not known: a layer behind the client${patience}. If its limit is ${formatMs(ms / triesOfUnknown)}, these are two tries, and each request ran twice: look for retries in mesh and gateway.`;
  }
  const who = tries === null || tries === 1 ? `that of the ${layer}` : `${tries} tries of the ${layer}’s`;
  return `${seen}: ${who}.`;
};

type Fault = TimeoutChain['faults'][number];

const faultTexts: Readonly<Record<Fault['code'], (fault: Fault) => string>> = {
  outerFirst: ({ outer, inner }) =>
    `The ${outer} gives up before the ${inner}: what it cut works on for nobody. Each layer should wait longer than the one behind it.`,
  equal: ({ outer, inner }) =>
    `${outer} and ${inner} have the same limit: which of them cuts is left to chance. Give the ${outer} a second more.`,
  retried: ({ inner }) =>
    `Somebody in front of the ${inner} sends a request again that timed out: it runs more than once, and doubles the load. No retry after a timeout.`,
};

/** @example faultSentence({ code: 'equal', outer: 'client', inner: 'router' }) */
export const faultSentence = (fault: Fault): string => faultTexts[fault.code](fault);

/** What requests that were cut can't tell. */
export const slowestText = ({ slowestOkMs, cutOffs }: TimeoutChain): string | null => {
  if (slowestOkMs === null)
    return cutOffs.length === 0 ? null : 'No request ended well, so how long one needs is not known.';
  if (cutOffs.length === 0) return null;
  return `The slowest request that ended well took ${formatMs(slowestOkMs)}; those that were cut need longer, how long is not known.`;
};
