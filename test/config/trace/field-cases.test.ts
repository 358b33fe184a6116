import { describe, expect, it } from 'vitest';
import { fixture, secondsOf, stepsOf } from './arrivals-of.ts';

const field = (name: string) => fixture(`field/${name}`);

describe('traces as people have them', () => {
  it.each([
    ['a.csv', 'of LLM requests', [0, 40, 113, 113, 114.25]],
    ['b.csv', 'of LLM requests in sessions', [0, 40, 113]],
    ['c.txt', 'of functions, by end and duration', [0, 1.599, 60.199, 60.499]],
    ['g.log', 'a common log', [0, 5, 8]],
    ['h.csv', 'from Application Insights', [0, 0.777, 1.878]],
    ['j.txt', 'of numbered rows and URLs', [0, 0.033, 1.497]],
    ['k.jsonl', 'JSON lines', [0, 0, 2]],
    ['l.csv', 'over the end of summer time', [0, 1, 2.5]],
  ])('%s, %s: each row is one request at its time', (name, _, seconds) => {
    const reading = field(name);
    expect(reading).toMatchObject({ kind: 'times', unit: 'eachRow', totalRequests: seconds.length });
    expect(secondsOf(reading)).toEqual(seconds);
  });

  it.each([
    ['d.csv', 'counts', 60, [13, 1, 4, 41, 8], 67],
    ['e.csv', 'rates', 15, [12.4, 13, 60.87, 11], 1459.05],
    ['f.csv', 'counts', 15, [12, 13, 61], 86],
    ['i.csv', 'counts', 60, [720, 3600, 700], 5020],
  ] as const)('%s: %s for each %i s', (name, kind, stepSeconds, steps, totalRequests) => {
    const reading = field(name);
    expect(reading).toMatchObject({ kind, stepSeconds });
    expect(stepsOf(reading)).toEqual(steps);
    expect(reading.totalRequests).toBeCloseTo(totalRequests, 6);
    expect(reading.perSecond).toHaveLength(steps.length * stepSeconds);
  });

  it('counts of a minute are never those of a second', () => {
    expect(field('i.csv').peakRatePerSecond).toBeCloseTo(60, 9);
  });
});
