import { describe, expect, it } from 'vitest';
import { randomService } from '../../bench/accuracy/service.ts';
import { aging, busier, soaked, toldOf } from '../builders/aging-services.ts';

/** All 110 are in test/long. */
describe('service times that grow, on some services of the accuracy bench', () => {
  const services = Array.from({ length: 6 }, (_, index) => randomService(32, index));
  const soaks = services.map(busier).map(soaked);

  it('are told of most soaks, and never where they do not grow', () => {
    expect(toldOf([...services, ...soaks])).toBe(0);
    expect(toldOf(soaks.map(aging))).toBeGreaterThanOrEqual(4);
  });
});
