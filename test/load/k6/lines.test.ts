import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Line, linesOf } from '../../../load/k6/lines.ts';

const collect = async (chunks: readonly string[]): Promise<Line[]> => {
  const lines: Line[] = [];
  for await (const line of linesOf(chunks)) lines.push(line);
  return lines;
};

it('gives the same lines however the text is cut into chunks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n') })), async (chunks) => {
      const parts = chunks.join('').split('\n');
      const rest = parts.pop() ?? '';
      const whole = parts.map((text) => ({ text, isWhole: true }));
      expect(await collect(chunks)).toEqual(rest === '' ? whole : [...whole, { text: rest, isWhole: false }]);
    }),
  );
});

it('keeps the beginning and the end of an endless line, in bounded memory', async () => {
  const chunks = ['msg="start ', ...new Array<string>(1000).fill('x'.repeat(10_000)), '" source=console\n'];
  const [line, ...others] = await collect(chunks);
  expect(others).toEqual([]);
  expect(line?.isWhole).toBe(true);
  expect(line?.text).toMatch(/^msg="start x+…x+" source=console$/);
  expect(line?.text.length).toBeLessThan(64 * 1024);
});
