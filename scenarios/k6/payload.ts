/** What k6 runs where a payload is a function of the config: the request of each arrival's endpoint, with what it returns. */
import config from 'headroom:config';
import { arrival, options as optionsOf, send } from 'k6/x/headroom';
import { type Body, bodyOf } from './body.ts';

export const options = optionsOf({});

type Source = { readonly payload: unknown; readonly place: string };

/** Where the config says what an endpoint is sent: its own payload, or that of the target. As in config/endpoints.ts. */
const sourceOf = (endpoint: string): Source => {
  const i = config.endpoints?.findIndex(({ name }) => name === endpoint) ?? -1;
  const own = config.endpoints?.[i];
  const isOwn = own?.payload !== undefined || own?.method === 'GET';
  return isOwn
    ? { payload: own.payload, place: `endpoints[${i}].payload` }
    : { payload: config.target?.payload, place: 'target.payload' };
};

const sources = new Map<string, Source>();

const rememberedSource = (endpoint: string): Source => {
  const source = sources.get(endpoint) ?? sourceOf(endpoint);
  sources.set(endpoint, source);
  return source;
};

/** What the function gives for an arrival; undefined: there is none, and the plan has the payload. */
const bodyFor = ({ payload }: Source, number: number): Body | undefined =>
  typeof payload === 'function' ? bodyOf(payload(number)) : undefined;

export default function score(): void {
  const { endpoint, number } = arrival();
  const source = rememberedSource(endpoint);
  let body: Body | undefined;
  try {
    body = bodyFor(source, number);
  } catch (thrown) {
    // The error itself goes on, so that its stack still begins at the user's line.
    const fault = thrown instanceof Error ? thrown : new Error(String(thrown));
    fault.message = `${source.place} failed for iteration ${number}: ${fault.message}`;
    throw fault;
  }
  send(body);
}
