import { basename } from 'node:path';
import type { LoadMix } from '../../runs/schema/load-plan.ts';
import type { ScriptFacts } from './read-script.ts';

/** Options by which a script shapes its own load. */
const loadOptions = new Set([
  'duration',
  'executor',
  'iterations',
  'rps',
  'scenarios',
  'stages',
  'vus',
  'vusMax',
]);

/** Options that decide about connections: here the config does. */
const connectionOptions = new Set(['noConnectionReuse', 'noVUConnectionReuse']);

/** Modules that send, and whose work no part of the recording sees. */
const isUnmeasured = (name: string): boolean =>
  name === 'k6/browser' || (name.startsWith('k6/x/') && name !== 'k6/x/headroom');

/** k6 tells of a gRPC stream only that it began: neither how it ended nor how long it took. */
const streamsOf = (imports: readonly string[], text: string): string[] =>
  imports.includes('k6/net/grpc') && /\bnew\s+(\w+\.)?Stream\d*\s*\(/.test(text)
    ? ['streams of k6/net/grpc']
    : [];

/**
 * What a script sends by, and nothing counts.
 *
 * @param imports its modules
 * @param text the bundled script
 */
export const unmeasuredAmong = (imports: readonly string[], text: string): string[] => [
  ...imports.filter(isUnmeasured).sort(),
  ...streamsOf(imports, text),
];

/** What the arrivals of one endpoint run, or all of them: one function, or several by their shares. */
const runsText = (who: string, mix: LoadMix): string => {
  if (mix.length === 1) return `${who} runs ${mix[0]!.exec}()`;
  const total = mix.reduce((sum, { weight }) => sum + weight, 0);
  const parts = mix.map(({ scenario, exec, weight }) => {
    const share = `${Math.round((weight / total) * 1000) / 10} %`;
    return `${exec}() ${share}${scenario === undefined || scenario === exec ? '' : ` (scenario ${scenario})`}`;
  });
  return `${who} runs one of ${parts.join(', ')}`;
};

/** Nothing where all arrivals run the default function, as anybody would think. */
const mixTexts = (mix: LoadMix): string[] => {
  const byEndpoint = [...Map.groupBy(mix, ({ endpoint }) => endpoint)];
  return byEndpoint.flatMap(([endpoint, own]) => {
    if (endpoint !== undefined) return [runsText(`each arrival of ${endpoint}`, own)];
    return own.length === 1 && own[0]!.exec === 'default' ? [] : [runsText('each arrival', own)];
  });
};

type Noted = {
  readonly script: string;
  readonly facts: ScriptFacts;
  readonly mix: LoadMix;
};

/** What a user must know of a script before the load: what of it does not hold, and which functions arrivals run. */
export const scriptNotes = ({ script, facts, mix }: Noted): string[] => {
  const of = (names: ReadonlySet<string>): string =>
    facts.replaced.filter((name) => names.has(name)).join(', ');
  const others = facts.replaced.filter((name) => !loadOptions.has(name) && !connectionOptions.has(name));
  const [own, connections] = [of(loadOptions), of(connectionOptions)];
  return [
    own && `${basename(script)}: its own load (${own}) is replaced by the plan's arrivals`,
    connections &&
      `${basename(script)}: ${connections} is not used; load.connections of the config decides, as in connections: { mode: 'new' }`,
    others.length > 0 && `${basename(script)}: not used here: ${others.join(', ')}`,
    ...mixTexts(mix),
  ].filter((text) => typeof text === 'string' && text !== '') as string[];
};
