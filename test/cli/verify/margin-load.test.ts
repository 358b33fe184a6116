import { expect, it } from 'vitest';
import { marginLoad } from '../../../cli/verify/margin-load.ts';
import { resolveConfig } from '../../../config/resolve.ts';
import { plannedArrivalsFor } from '../../../load/plan/planned-arrivals.ts';
import { sumOf } from '../../../planner/stats/sum.ts';
import { peakRateOf } from '../../../planner/timeline/planned-rate.ts';
import { spikeConfig } from '../../builders/run.ts';

const cluster = { namespace: 'models', selector: 'app=score' };
const configOf = (change: object = {}) =>
  resolveConfig({ ...spikeConfig, cluster, ...change }, 'k6.config.ts');
const asked = { margin: 0.2, isOther: false, where: 'runs/a' };

it('the load at the margin has a peak so much higher, and arrivals drawn for it by the seed of the recorded one', () => {
  const config = configOf();
  const atMargin = marginLoad(config, asked);
  expect(atMargin.peakFactor).toBe(1.2);
  expect(peakRateOf(atMargin.config.phases)).toBeCloseTo(1.2 * peakRateOf(config.phases), 9);
  expect(atMargin.config.seed).toBe(config.seed);
  expect(atMargin.arrivals).toEqual(marginLoad(config, asked).arrivals);
  const planned = plannedArrivalsFor(config);
  expect(sumOf(atMargin.arrivals.perSecond)).toBeGreaterThan(sumOf(planned.perSecond));
  expect(atMargin.arrivals.placement).toBe('random');
});

it('each endpoint keeps its share of the arrivals at the margin', () => {
  const endpoints = [
    { name: 'score', share: 0.9 },
    { name: 'explain', share: 0.1, path: '/explain' },
  ];
  const { perSecond, perEndpoint } = marginLoad(configOf({ endpoints }), asked).arrivals;
  const [score, explain] = perEndpoint.map(sumOf);
  expect(score! + explain!).toBe(sumOf(perSecond));
  expect(score! / (score! + explain!)).toBeGreaterThan(0.8);
});

it('evenly fired requests come at random at the margin, as they are simulated', () => {
  const even = configOf({ load: { ...spikeConfig.load, arrivals: 'even' } });
  const { config, arrivals } = marginLoad(even, asked);
  expect([config.load.arrivals, arrivals.placement]).toEqual(['random', 'random']);
  const bursts = configOf({ load: { ...spikeConfig.load, arrivals: { dispersion: 3 } } });
  expect(marginLoad(bursts, asked).config.load.arrivals).toEqual({ dispersion: 3 });
});

it.each([
  ['no margin', {}, { margin: 0 }, 'E_USAGE', 'the margin is 0'],
  ['another load', {}, { isOther: true }, 'E_USAGE', 'planned for another load'],
  ['no cluster', { cluster: undefined }, {}, 'E_USAGE', 'the config names no cluster'],
  [
    'a limit between the recorded peak and the one at the margin',
    { safety: { maxRatePerSecond: 21 } },
    {},
    'E_SAFETY',
    'at the margin the plan reaches 24 requests/s, above safety.maxRatePerSecond 21',
  ],
] as const)('with %s it is refused, before anything is applied', (_, change, of, code, text) => {
  const config = configOf(change);
  expect(() => marginLoad(config, { ...asked, ...of })).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(text) }),
  );
});

it('a limit that is the peak at the margin lets it through, though the product is off in its last digits', () => {
  const load = { ...spikeConfig.load, baselineRatePerSecond: 2, peakRatePerSecond: 85 };
  const config = configOf({ load, safety: { maxRatePerSecond: 102 } });
  expect(peakRateOf(marginLoad(configOf({ load }), asked).config.phases)).toBeGreaterThan(102);
  expect(marginLoad(config, asked).peakFactor).toBe(1.2);
});
