import { basename } from 'node:path';
import { type ErrorDetails, HeadroomError } from '../../errors/headroom-error.ts';
import type { MixWeights } from '../../runs/schema/load/traffic.ts';
import type { LoadMix } from '../../runs/schema/load-plan.ts';
import type { ScriptFacts } from './read-script.ts';

type Wanted = {
  /** Path of the script. */
  readonly script: string;
  readonly facts: ScriptFacts;
  /** `load.mix` of the config: weights and endpoints by function or scenario. */
  readonly mix: MixWeights | undefined;
};

const execOf = ({ scenarios }: ScriptFacts, name: string): string => scenarios[name]?.exec ?? 'default';

const scenariosInWords = (facts: ScriptFacts): string =>
  Object.keys(facts.scenarios)
    .map((name) => `${name} runs ${execOf(facts, name)}()`)
    .join(', ');

const exampleMix = (names: readonly string[]): string =>
  `load: { mix: { ${names.map((name) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`}: 1`).join(', ')} } }`;

const missingFunction = (
  script: string,
  { functions }: ScriptFacts,
  who: string,
  exec: string,
): ErrorDetails => ({
  what: `${who} ${exec}(), which ${basename(script)} does not export`,
  where: script,
  fix: functions.length === 0 ? 'export the function' : `export it, or name one of ${functions.join(', ')}`,
});

const byMix = ({ script, facts }: Wanted, mix: MixWeights): LoadMix => {
  const faults: ErrorDetails[] = [];
  const chosen = Object.entries(mix).flatMap(([name, of]): LoadMix => {
    const share = typeof of === 'number' ? { weight: of } : of;
    if (name in facts.scenarios) {
      const exec = execOf(facts, name);
      if (!facts.functions.includes(exec))
        faults.push(missingFunction(script, facts, `the scenario ${name} runs`, exec));
      return [{ scenario: name, exec, ...share }];
    }
    if (!facts.functions.includes(name)) {
      const known = [...Object.keys(facts.scenarios), ...facts.functions].join(', ');
      faults.push({
        what: `load.mix names ${name}, which is neither a scenario nor a function of ${basename(script)}`,
        where: script,
        fix: known === '' ? 'export a function' : `name some of ${known}`,
      });
    }
    return [{ exec: name, ...share }];
  });
  if (faults.length > 0) throw new HeadroomError('E_SCENARIO', faults);
  return chosen;
};

/** Scenarios that run the same function in the same environment: they differ in nothing but when, which the plan says. */
const areAlike = (facts: ScriptFacts, names: readonly string[]): boolean =>
  new Set(names.map((name) => JSON.stringify([execOf(facts, name), facts.scenarios[name]?.env ?? {}])))
    .size === 1;

const byOptions = ({ script, facts }: Wanted): LoadMix => {
  const names = Object.keys(facts.scenarios);
  const [first] = names;
  const hasDefault = facts.functions.includes('default');
  const others = facts.functions.join(', ');
  if (first === undefined) {
    if (hasDefault) return [];
    throw new HeadroomError('E_SCENARIO', {
      what: `${basename(script)} has no default export${others && `; its functions are ${others}`}`,
      where: script,
      fix: facts.functions.length === 0 ? 'export default function () { … }' : exampleMix(facts.functions),
    });
  }
  if (!areAlike(facts, names)) {
    throw new HeadroomError('E_SCENARIO', {
      what: `${basename(script)} has ${hasDefault ? '' : 'no default export, and '}several scenarios: ${scenariosInWords(facts)}`,
      where: script,
      fix: `say how the arrivals are shared among them, by weight: ${exampleMix(names)}`,
    });
  }
  return byMix({ script, facts, mix: undefined }, { [first]: 1 });
};

/**
 * Which functions of a script the arrivals run: those of `load.mix`, or the only one that the script's own scenarios
 * name, or the default one (an empty mix).
 *
 * @throws HeadroomError E_SCENARIO where that is not clear, or the script does not export it
 */
export const chooseFunctions = (wanted: Wanted): LoadMix =>
  wanted.mix === undefined ? byOptions(wanted) : byMix(wanted, wanted.mix);
