import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

type Kept = Readonly<Record<string, { readonly table: number; readonly reading: number }>>;
let kept: Kept;
beforeAll(() => {
  const script = join(import.meta.dirname, 'kept-bytes.ts');
  kept = JSON.parse(execFileSync(process.execPath, ['--expose-gc', script], { encoding: 'utf8' }));
}, 120_000);

describe.each(['csv', 'jsonLines', 'accessLog'])('a trace of one row for each request: %s', (form) => {
  it('keeps the cell of its time and little else while it is read', () => {
    // The text of a time takes 40 bytes; an object, a list and three texts for each row took 160 to 210.
    expect(kept[form]!.table).toBeLessThan(110);
  });

  it('keeps a number for each request and each second once it is read', () => {
    // A list for each second took 43 bytes a request.
    expect(kept[form]!.reading).toBeLessThan(20);
  });
});

it.each([
  // A list, an object and two texts for each row, and two maps, took 72 and 104 MB.
  ['csv', 48],
  ['prometheus', 72],
])(
  'a trace of one number for each second is read in %s in a heap of %i MB',
  (form, heapMb) => {
    const script = join(import.meta.dirname, 'read-in-heap.ts');
    const total = execFileSync(process.execPath, [`--max-old-space-size=${heapMb}`, script, form], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(Number(total)).toBeGreaterThan(5_000_000);
  },
  120_000,
);
