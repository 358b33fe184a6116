import { expect, it } from 'vitest';
import { createContact } from '../../../cluster/follow/contact.ts';
import type { ClusterLine } from '../../../runs/schema/cluster-series.ts';

it('a resource is unknown from the moment at which its gap ends, whatever time passes between the two lines', () => {
  const lines: ClusterLine[] = [];
  let nowMs = 1_000;
  const contact = createContact({
    resource: 'pods',
    onLine: (line) => lines.push(line),
    now: () => nowMs++,
    unknownAfterMs: 20,
  });
  contact.listed(false);
  contact.gaveUp('forbidden');
  const [gap, unknown] = lines;
  if (unknown?.kind !== 'unknown') throw new Error('nothing is unknown');
  expect(gap).toMatchObject({ kind: 'gap', atMs: unknown.atMs, toMs: unknown.atMs });
});
