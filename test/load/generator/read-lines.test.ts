import { expect, it } from 'vitest';
import { createLineReader } from '../../../load/generator/read-lines.ts';
import type { LoadLine } from '../../../runs/schema/load-series.ts';

const read = (...lines: readonly object[]) => {
  const heard: LoadLine[] = [];
  const reader = createLineReader({ onText: () => undefined, onLine: (line) => heard.push(line) });
  reader.take(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return { heard, brokenLines: reader.brokenLines() };
};

const note = { kind: 'note', seq: 2, generator: 'a', code: 'optionsReplaced', names: ['vus'] };

it.each(['end', 'exception', 'note', 'refused'])('counts a damaged line of kind %s as broken', (kind) => {
  expect(read({ kind, seq: 1 }, note)).toEqual({ heard: [note], brokenLines: 1 });
});
