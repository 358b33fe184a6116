import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planDocumentSchema } from '../../runs/schema/load-plan.ts';
import { loadLineSchema } from '../../runs/schema/load-series.ts';

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../fixtures/load-stream', name), 'utf8');

const lines = fixture('stream.ndjson')
  .trimEnd()
  .split('\n')
  .map((text) => loadLineSchema.parse(JSON.parse(text)));

describe('the examples that the Go module reads too', () => {
  it('hold a plan with its secret', () => {
    const document: unknown = JSON.parse(fixture('plan.json'));
    expect(planDocumentSchema.parse(document)).toEqual(document);
  });

  it('hold every kind of line', () => {
    const kinds = new Set(lines.map(({ kind }) => kind));
    const written = loadLineSchema.options.map(({ shape }) => shape.kind.value);
    const byTheTool = 'runner'; // which adds up what several generators wrote
    expect([...kinds].sort()).toEqual(written.filter((name) => name !== byTheTool).sort());
  });

  it('add up to their end line', () => {
    const end = lines.findLast((line) => line.kind === 'end')!;
    const counts = lines.filter((line) => line.kind === 'counts');
    const sum = (of: (line: (typeof counts)[number]) => number) =>
      counts.reduce((total, line) => total + of(line), 0);
    expect(sum(({ arrivals }) => arrivals)).toBe(end.fired);
    expect(sum(({ dropped = 0 }) => dropped)).toBe(end.dropped);
    expect(sum(({ requests = 0 }) => requests)).toBe(end.requests);
    expect(sum(({ retries = 0 }) => retries)).toBe(end.retries);
    expect(sum(({ outcomes }) => Object.values(outcomes).reduce((a, b) => a + b, 0))).toBe(end.ended);
    expect(end.fired + end.dropped + end.notStarted).toBe(end.planned);
    expect(end.lines).toBe(lines.length);
    expect(end.seq + 1 - end.linesLost).toBe(end.lines);
  });
});

describe('a plan', () => {
  const { plan } = planDocumentSchema.parse(JSON.parse(fixture('plan.json')));
  const document = (change: object) => ({ plan: { ...plan, ...change }, secret: {} });

  it('is refused when its phases leave a gap, or its counts end early', () => {
    const gap = planDocumentSchema.safeParse(
      document({ phases: [{ name: 'a', fromSecond: 1, toSecond: 4 }] }),
    );
    expect(gap.error?.message).toContain('without a gap');
    const short = planDocumentSchema.safeParse(
      document({
        arrivals: {
          placement: 'even',
          perSecond: [1, 2],
          perEndpoint: [
            [1, 2],
            [0, 0],
          ],
        },
      }),
    );
    expect(short.error?.message).toContain('perSecond has a count');
  });

  it('is refused when the counts of its endpoints do not add up', () => {
    const perEndpoint = [
      [2, 2, 5, 7],
      [1, 0, 3, 1],
    ];
    const more = planDocumentSchema.safeParse(document({ arrivals: { ...plan.arrivals, perEndpoint } }));
    expect(more.error?.message).toContain('add up to perSecond');
    const fewer = planDocumentSchema.safeParse(document({ endpoints: plan.endpoints.slice(1) }));
    expect(fewer.error?.message).toContain('counts of every endpoint');
  });
});
