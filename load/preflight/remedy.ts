import type { Endpoint } from '../../config/endpoints.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import type { SampleName } from '../../config/schema/samples.ts';
import type { Exchange } from './exchange.ts';

type Asked = Pick<ResolvedConfig, 'target' | 'script'> & { readonly endpoint: Endpoint };

/** Words by which a service says which form of body it wants. */
const wantedForms: readonly (readonly [RegExp, SampleName])[] = [
  [/input_data/, 'input-data'],
  [/dataframe_split|dataframe_records/, 'mlflow-split'],
  [
    /["'`\s]inputs["'`\s](?:(?!["'`\s]inputs["'`\s])[\s\S])*?(?:datatype|shape)|InferRequest|inference request/i,
    'open-inference-v2',
  ],
  [/["'`\s]messages["'`\s]/, 'openai-chat'],
];

const payloadRemedy = ({ endpoint }: Asked, body: string): string => {
  const sample = wantedForms.find(([words]) => words.test(body))?.[1];
  const form =
    sample === undefined
      ? 'a payload that it takes'
      : `payload: { sample: '${sample}' }, then your own of that form`;
  return `correct ${endpoint.place}.payload: the service refuses what was sent, so give it ${form}`;
};

/** The header that an answer asks for, if it names one other than Authorization. */
const headerAsked = ({ body, headers }: Exchange): string | undefined =>
  /\b(?<![a-z0-9-])(x-[a-z0-9-]*(?:key|token|auth)[a-z0-9-]*|api-?key|ocp-apim-subscription-key)\b/i.exec(
    `${headers['www-authenticate'] ?? ''} ${body}`,
  )?.[1];

const keyRemedy = ({ target: { auth } }: Asked, answer: Exchange): string => {
  if (auth) return `check the key or token in the environment variable ${auth.env}: it may have expired`;
  const header = headerAsked(answer);
  return header === undefined
    ? 'add target.auth: { env: "SCORING_KEY" } to the config and put the key or token into that variable: it is sent as a bearer token; for another header target.headers: { "X-Api-Key": { env: "SCORING_KEY" } }'
    : `add target.headers: { "${header}": { env: "SCORING_KEY" } } to the config and put the key into that variable`;
};

const remedies: Readonly<Record<number, (asked: Asked, answer: Exchange) => string>> = {
  400: (asked, { body }) => payloadRemedy(asked, body),
  401: keyRemedy,
  403: keyRemedy,
  404: ({ endpoint: { place } }) =>
    `correct the path of ${place}: v1 services have /api/v1/service/<name>/score, v2 prints its scoring_uri`,
  405: ({ endpoint: { method, place } }, { headers }) =>
    `${method} is not what this path takes${headers.allow === undefined ? '' : `, it allows ${headers.allow}`}: correct ${place}.method or its address`,
  408: () => 'the service waited for more of the request: see the balancer in front of it',
  413: ({ endpoint: { place } }) => `send a smaller ${place}.payload, or raise the limit of the service`,
  415: ({ endpoint: { place } }) =>
    `set ${place}.headers: { 'Content-Type': … } to a type that the service takes`,
  422: (asked, { body }) => payloadRemedy(asked, body),
  504: () =>
    'one single request takes longer than the server lets it: see its timeout, and how long run() takes',
};

/** What to do about an answer that stops a test before its load. */
export const remedyFor = (asked: Asked, answer: Exchange): string => {
  const { status, headers } = answer;
  const known = remedies[status]?.(asked, answer);
  const general =
    status >= 300 && status < 400
      ? `put the address that it redirects to${headers.location === undefined ? '' : ' (see location)'} into ${asked.endpoint.place}.url`
      : 'one single request fails: see the log of the service';
  const script = asked.script === undefined ? '' : '; this request is that of target, not of your script';
  return `${known ?? general}${script}. To fire the load all the same: --force`;
};
