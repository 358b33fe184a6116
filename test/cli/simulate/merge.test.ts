import { assert, dictionary, jsonValue, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merged } from '../../../cli/simulate/merge.ts';

describe('changes laid over a value', () => {
  it('leave what they do not name', () => {
    expect(merged({ a: 1, b: { c: 2, d: 3 } }, { b: { c: 4 } })).toEqual({ a: 1, b: { c: 4, d: 3 } });
  });

  it('can set null, which is no limit, and replace lists whole', () => {
    expect(merged({ a: 1, list: [1, 2, 3] }, { a: null, list: [4] })).toEqual({ a: null, list: [4] });
  });

  it('replace an object of another kind: the fields of a rule do not fit the next one', () => {
    const fixed = { kind: 'fixed', replicas: 3 };
    expect(merged({ policy: { kind: 'hpa', minReplicas: 1 } }, { policy: fixed })).toEqual({ policy: fixed });
    expect(merged({ kind: 'hpa', minReplicas: 1 }, { minReplicas: 2 })).toEqual({
      kind: 'hpa',
      minReplicas: 2,
    });
  });

  it('are what they were laid over when they say the same, and nothing when empty', () => {
    const plain = dictionary(string(), jsonValue());
    assert(
      property(plain, (value) => {
        expect(merged(value, value)).toEqual(value);
        expect(merged(value, {})).toEqual(value);
      }),
    );
  });
});
