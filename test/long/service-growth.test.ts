import { describe, expect, it } from 'vitest';
import { randomService } from '../../bench/accuracy/service.ts';
import { aging, busier, soaked, toldOf } from '../builders/aging-services.ts';

describe('service times that grow, on the services of the accuracy bench', () => {
  const services = Array.from({ length: 110 }, (_, index) => randomService(32, index));
  const spikes = services.map(busier);
  const soaks = spikes.map(soaked);

  it('are told of at most one recording in a hundred where they do not grow', () => {
    for (const steady of [services, spikes, soaks]) expect(toldOf(steady)).toBeLessThanOrEqual(1);
  });

  it('are told of most recordings of ten minutes, of a soak more often than of a spike', () => {
    const [ofSpikes, ofSoaks] = [spikes, soaks].map((all) => toldOf(all.map(aging)) / all.length);
    expect(ofSpikes).toBeGreaterThan(0.5);
    expect(ofSoaks).toBeGreaterThan(0.7);
  });
});
