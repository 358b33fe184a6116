import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeadroomError } from '../../../../errors/headroom-error.ts';
import {
  lineOf,
  openDocuments,
  type Path,
  valueIn,
  withoutValue,
  withValue,
} from '../../../../planner/settings/text/edit.ts';
import type { Plain } from '../../../../planner/settings/text/splice.ts';
import { blockText } from '../../../../planner/settings/text/yaml.ts';

const put = (text: string, path: Path, value: Plain, index = 0): string =>
  withValue(openDocuments(text)[index]!, path, value).text;

const remove = (text: string, path: readonly string[]): string =>
  withoutValue(openDocuments(text)[0]!, path).text;

describe('putting a value where one is', () => {
  it.each([
    { name: 'keeps spaces and comment', text: 'a:   1   # one\n', value: 2, gives: 'a:   2   # one\n' },
    { name: 'keeps single quotes', text: "a: '1' # one\n", value: '2', gives: "a: '2' # one\n" },
    { name: 'keeps double quotes', text: 'a: "x"\n', value: 'y', gives: 'a: "y"\n' },
    { name: 'quotes a text that looks like a number', text: 'a: x\n', value: '2', gives: 'a: "2"\n' },
    { name: 'drops the quotes of what becomes a number', text: "a: '1'\n", value: 2, gives: 'a: 2\n' },
    { name: 'works inside braces', text: '{a: 1, b: 2} # end\n', value: 3, gives: '{a: 3, b: 2} # end\n' },
    {
      name: 'replaces a text of several lines',
      text: 'a: |\n  x\n  y\nb: 1\n',
      value: 3,
      gives: 'a: 3\nb: 1\n',
    },
    { name: 'gives an anchor another value', text: 'a: &n 1\nb: 1\n', value: 2, gives: 'a: &n 2\nb: 1\n' },
    { name: 'replaces an alias', text: 'b: &n 1\na: *n\n', value: 2, gives: 'b: &n 1\na: 2\n' },
    { name: 'fills an empty value', text: 'a: # todo\nb: 1\n', value: 2, gives: 'a: 2 # todo\nb: 1\n' },
    { name: 'fills a null', text: 'a: null # todo\n', value: 2, gives: 'a: 2 # todo\n' },
    { name: 'needs no line end', text: 'a: 1', value: 2, gives: 'a: 2' },
    { name: 'replaces a list of lines', text: 'a:\n- 1\n- 2\nb: 1\n', value: [3], gives: 'a:\n- 3\nb: 1\n' },
    { name: 'replaces a list in brackets', text: 'a: [1, 2] # x\n', value: [3], gives: 'a: [3] # x\n' },
  ])('$name', ({ text, value, gives }) => {
    expect(put(text, ['a'], value)).toBe(gives);
  });
});

describe('putting a value where none is', () => {
  it.each([
    {
      name: 'after the last entry and its comment',
      text: 'a:\n  b: 1 # one\nz: 1\n',
      gives: 'a:\n  b: 1 # one\n  c: 2\nz: 1\n',
    },
    {
      name: 'after a last entry that goes deeper',
      text: 'a:\n  b:\n    d: [1]\n\n# z\nz: 1\n',
      gives: 'a:\n  b:\n    d: [1]\n  c: 2\n\n# z\nz: 1\n',
    },
    { name: 'at the end of a text without a line end', text: 'a:\n  b: 1', gives: 'a:\n  b: 1\n  c: 2' },
    { name: 'under a key without a value', text: 'a: # todo\nz: 1\n', gives: 'a: # todo\n  c: 2\nz: 1\n' },
    { name: 'under a new key', text: 'z: 1\n', gives: 'z: 1\na:\n  c: 2\n' },
    { name: 'indented like the rest', text: 'z:\n    y: 1\na:\n', gives: 'z:\n    y: 1\na:\n    c: 2\n' },
    { name: 'inside braces', text: 'a: {b: 1} # x\n', gives: 'a: {b: 1, "c": 2} # x\n' },
    { name: 'inside empty braces', text: 'a: {}\n', gives: 'a: {"c": 2}\n' },
    { name: 'in JSON on one line', text: '{"a": {"b": 1}}', gives: '{"a": {"b": 1, "c": 2}}' },
    {
      name: 'in JSON on many',
      text: '{\n  "a": {\n    "b": 1.0\n  }\n}\n',
      gives: '{\n  "a": {\n    "b": 1.0,\n    "c": 2\n  }\n}\n',
    },
    {
      name: 'in JSON with tabs',
      text: '{\n\t"z": 1\n}\n',
      gives: '{\n\t"z": 1,\n\t"a": {\n\t\t"c": 2\n\t}\n}\n',
    },
    {
      name: 'with the line ends of the file',
      text: 'a:\r\n  b: 1\r\nz: 1\r\n',
      gives: 'a:\r\n  b: 1\r\n  c: 2\r\nz: 1\r\n',
    },
  ])('goes $name', ({ text, gives }) => {
    expect(put(text, ['a', 'c'], 2)).toBe(gives);
  });

  it('appends to a list of lines at its own indentation', () => {
    expect(put('a:\n- b: 1\nz: 1\n', ['a', 1], { b: 2, c: 3 })).toBe('a:\n- b: 1\n- b: 2\n  c: 3\nz: 1\n');
  });

  it('appends to a list in brackets', () => {
    expect(put('a: [1, 2]\n', ['a', 2], 3)).toBe('a: [1, 2, 3]\n');
    expect(put('a: []\n', ['a', 0], 3)).toBe('a: [3]\n');
  });

  it('changes one document of several', () => {
    const text = '# one\na: 1\n---\n# two\na: 1\n---\na: 1\n';
    expect(put(text, ['a'], 2, 1)).toBe('# one\na: 1\n---\n# two\na: 2\n---\na: 1\n');
    expect(put(text, ['b'], 2, 1)).toBe('# one\na: 1\n---\n# two\na: 1\nb: 2\n---\na: 1\n');
  });

  it.each([
    { name: 'an anchor that is used elsewhere', text: 'a: &n {c: 1}\nb: *n\n' },
    { name: 'a map that comes by a merge key', text: 'b: &n {a: {c: 1, d: 1}}\nx: 1\n<<: *n\n' },
  ])('refuses to change another part of the file with it: $name', ({ text }) => {
    expect(() => put(text, ['a', 'c'], 2)).toThrow(/shared/);
  });

  it('tells the line of an entry, and of its holder where an alias stands for it', () => {
    const [document] = openDocuments('b: &n {c: 1}\na:\n  d: *n\n');
    expect(
      [
        ['b', 'c'],
        ['a', 'd'],
        ['a', 'd', 'c'],
        ['a', 'none'],
      ].map((path) => lineOf(document!, path)),
    ).toEqual([1, 3, 3, 2]);
  });

  it('refuses to write into what an alias stands for', () => {
    expect(() => put('b: &n {c: 1}\na: *n\n', ['a', 'c'], 2)).toThrow(/alias/);
  });
});

describe('removing an entry', () => {
  it.each([
    { name: 'takes its line and comment', text: 'z: 1\na: 1 # one\ny: 1\n', gives: 'z: 1\ny: 1\n' },
    { name: 'takes all of its lines', text: 'a:\n  b:\n  - 1\nz: 1\n', gives: 'z: 1\n' },
    { name: 'takes the comma after it', text: '{a: 1, b: 2}', gives: '{b: 2}' },
    { name: 'takes the comma before it', text: '{b: 2, a: 1}', gives: '{b: 2}' },
    { name: 'leaves empty braces', text: '{a: 1}', gives: '{}' },
    { name: 'does nothing if there is none', text: 'b: 1 # x\n', gives: 'b: 1 # x\n' },
  ])('$name', ({ text, gives }) => {
    expect(remove(text, ['a'])).toBe(gives);
  });
});

it('names every syntax error with its line', () => {
  const broken = 'a: 1\nb: [1,\nc: {\n';
  try {
    openDocuments(broken);
    expect.unreachable('the text is broken');
  } catch (error) {
    expect(error).toBeInstanceOf(HeadroomError);
    const { code, details } = error as HeadroomError;
    expect(code).toBe('E_CONFIG');
    expect(details.length).toBeGreaterThan(1);
    expect(details.every(({ where }) => where?.startsWith('line '))).toBe(true);
  }
});

it('finds no document in a text of nothing but comments', () => {
  expect(openDocuments('# nothing here\n')).toEqual([]);
});

describe('any text', () => {
  const key = fc.constantFrom(
    'a',
    'b',
    'min-scale',
    'autoscaling.knative.dev/window',
    'yes',
    '7',
    'x: y',
    '# z',
  );
  const leaf: fc.Arbitrary<Plain> = fc.oneof(fc.integer(), fc.boolean(), fc.string({ maxLength: 12 }));
  const { map } = fc.letrec<{ map: Record<string, Plain>; value: Plain }>((tie) => ({
    map: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    value: fc.oneof({ maxDepth: 3 }, leaf, tie('map'), fc.array(leaf, { maxLength: 3 })),
  }));
  const path = fc.array(key, { minLength: 1, maxLength: 3 });

  /** The same change to a plain value; `undefined` where a leaf or list stands in the way. */
  const changed = (root: Plain, [first, ...rest]: readonly string[], value: Plain): Plain | undefined => {
    if (first === undefined) return value;
    if (typeof root !== 'object' || Array.isArray(root)) return undefined;
    const inner = changed((root as Record<string, Plain>)[first] ?? {}, rest, value);
    return inner === undefined ? undefined : { ...root, [first]: inner };
  };

  it.each([
    { name: 'YAML', print: (value: object) => `${blockText(value, 2)}\n` },
    { name: 'JSON on one line', print: (value: object) => JSON.stringify(value) },
    { name: 'JSON with spaces', print: (value: object) => `${JSON.stringify(value, null, 4)}\n` },
    { name: 'JSON with tabs', print: (value: object) => JSON.stringify(value, null, '\t') },
  ])('of $name says what was put there, and else what it said', ({ print }) => {
    fc.assert(
      fc.property(map, path, fc.oneof(leaf, map), (root, where, value) => {
        const wanted = changed(root, where, value);
        fc.pre(wanted !== undefined);
        const text = put(print(root), where, value);
        expect(openDocuments(text)[0]!.value).toEqual(wanted);
        expect(valueIn(openDocuments(text)[0]!.value, where)).toEqual(value);
      }),
    );
  });

  it('is the same after a new entry is put there and removed', () => {
    fc.assert(
      fc.property(map, leaf, (root, value) => {
        const text = `first: 1\n${blockText({ ...root, last: 1 }, 2)}\n`;
        expect(remove(put(text, ['added'], value), ['added'])).toBe(text);
      }),
    );
  });
});

it('a number with a leading zero is octal, as the readers of Kubernetes take it', () => {
  const text = 'minReplicas: 010\nmaxReplicas: 0x20\nplain: 10\nnone: 089\nquoted: "010"\n';
  const [document] = openDocuments(text);
  expect(document!.value).toEqual({ minReplicas: 8, maxReplicas: 32, plain: 10, none: 89, quoted: '010' });
  expect(withValue(document!, ['minReplicas'], 10).text).toBe(text.replace('010', '10'));
});
