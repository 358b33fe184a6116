import { describe, expect, it } from 'vitest';
import { chooseFunctions } from '../../../load/generator/choose-functions.ts';
import type { ScriptFacts } from '../../../load/generator/read-script.ts';

const facts = (over: Partial<ScriptFacts>): ScriptFacts => ({
  functions: ['default'],
  scenarios: {},
  replaced: [],
  ...over,
});
const choose = (over: Partial<ScriptFacts>, mix?: Record<string, number>) =>
  chooseFunctions({ script: '/s/a.ts', facts: facts(over), mix });

describe('the functions that arrivals run', () => {
  it('are the default one where the script names no scenario', () => {
    expect(choose({})).toEqual([]);
  });

  it('are that of the only scenario, whose name and environment hold', () => {
    expect(choose({ functions: ['login'], scenarios: { a: { exec: 'login' } } })).toEqual([
      { scenario: 'a', exec: 'login', weight: 1 },
    ]);
  });

  it('are one for scenarios that differ only in when they run', () => {
    expect(choose({ scenarios: { early: {}, late: {} } })).toEqual([
      { scenario: 'early', exec: 'default', weight: 1 },
    ]);
  });

  it('are to be said where scenarios differ in their function or their environment', () => {
    const two = { a: { exec: 'x' }, 'b-2': { exec: 'y' } };
    expect(() => choose({ functions: ['x', 'y'], scenarios: two })).toThrow(
      'a.ts has no default export, and several scenarios: a runs x(), b-2 runs y()',
    );
    expect(() => choose({ scenarios: { a: { env: { E: '1' } }, b: {} } })).toThrow('several scenarios');
  });

  it('follow load.mix, which names scenarios or functions', () => {
    const scenarios = { spike: { exec: 'vote' } };
    expect(choose({ functions: ['vote', 'hook'], scenarios }, { spike: 3, hook: 1 })).toEqual([
      { scenario: 'spike', exec: 'vote', weight: 3 },
      { exec: 'hook', weight: 1 },
    ]);
    expect(() => choose({ functions: ['vote'] }, { spikes: 1 })).toThrow(
      'load.mix names spikes, which is neither a scenario nor a function of a.ts',
    );
  });
});
